import { dirname, relative, resolve, sep } from "node:path";
import { applyBaseline, type BaselineEntry, baselineEntry } from "../linter/baseline.ts";
import type { LintResult } from "../linter/types.ts";
import type { FileSystem } from "../source/file-system.ts";
import { plainFrom } from "../source/node.ts";
import { readDocument } from "../source/read.ts";
import type { Arguments } from "./arguments.ts";
import { type Io, UsageError } from "./io.ts";

type BaselineArguments = Pick<Arguments<"baseline" | "write-baseline" | "verbose">, "has" | "text">;

const DEFAULT_NAME = "cors-lint-baseline.json";

const VERSION = 1;

/** Writes or applies the baseline, as asked. Throws {@link UsageError} for one that cannot be read or written. */
export function withBaseline(result: LintResult, args: BaselineArguments, io: Pick<Io, "fileSystem" | "stderr">): LintResult {
  if (args.has("write-baseline")) return written(result, args.text("write-baseline") || DEFAULT_NAME, io);
  const path = args.text("baseline") || DEFAULT_NAME;
  const { findings, suppressed, stale } = applyBaseline(result.findings, entriesIn(path, io.fileSystem), namesFor(path, io.fileSystem));
  if (args.has("verbose")) for (const entry of stale) io.stderr(`cors-lint: ${path} lists what is gone: ${entry.rule} in ${entry.file}, ${entry.path === "" ? "the whole file" : entry.path}\n`);
  return { ...result, findings, suppressed: [...(result.suppressed ?? []), ...suppressed] };
}

function written(result: LintResult, path: string, { fileSystem, stderr }: Pick<Io, "fileSystem" | "stderr">): LintResult {
  const entries = result.findings.map((finding) => baselineEntry(finding, namesFor(path, fileSystem)));
  const problem = fileSystem.writeAtomically(path, `${JSON.stringify({ version: VERSION, findings: entries }, null, 2)}\n`);
  if (problem) throw new UsageError(`cannot write ${path}: ${problem.message}`);
  stderr(`cors-lint: wrote ${entries.length} finding${entries.length === 1 ? "" : "s"} to ${path}\n`);
  const suppressed = result.findings.map((finding) => ({ finding, by: "baseline" as const, reason: undefined }));
  return { ...result, findings: [], suppressed: [...(result.suppressed ?? []), ...suppressed] };
}

/** Files are called by their path from the baseline, wherever the run takes place. */
function namesFor(baseline: string, { cwd }: FileSystem): (file: string) => string {
  const folder = dirname(resolve(cwd, baseline));
  return (file) => (file === "-" ? file : relative(folder, resolve(cwd, file)).split(sep).join("/"));
}

function entriesIn(path: string, files: FileSystem): readonly BaselineEntry[] {
  const bytes = files.read(path);
  if (!(bytes instanceof Uint8Array)) throw new UsageError(`cannot read the baseline ${path}: ${bytes.message}; --write-baseline makes one`);
  const { root, issues } = readDocument(path, bytes);
  const data = issues.length > 0 || root === undefined ? undefined : plainFrom(root);
  if (!isRecord(data) || data["version"] !== VERSION || !Array.isArray(data["findings"])) throw new UsageError(`${path} is no baseline of this version of cors-lint; --write-baseline makes one`);
  return data["findings"].map((item: unknown, index) => entryFrom(item) ?? fail(`${path} is no baseline: its finding ${index + 1} has no rule, file and path`));
}

function entryFrom(item: unknown): BaselineEntry | undefined {
  if (!isRecord(item)) return undefined;
  const { rule, file, path, text, routes } = item;
  if (typeof rule !== "string" || typeof file !== "string" || typeof path !== "string") return undefined;
  return { rule, file, path, text: typeof text === "string" ? text : undefined, routes: Array.isArray(routes) ? routes.map(String) : undefined };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(message: string): never {
  throw new UsageError(message);
}
