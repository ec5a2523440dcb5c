import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RouteRow, rowsOf } from "../../src/report/route-rows.ts";
import { apiViews } from "../../src/report/views.ts";
import { engine } from "../../src/linter/lint.ts";
import { loadTemplate } from "../../src/template/load.ts";
import type { Template } from "../../src/template/types.ts";
import { filesBeside, type ReadProjectFile } from "./project-files.ts";

/**
 * The routes of a SAM template and those of what AWS's translator made of it are the same: methods, paths, answers, verdicts, in every
 * scenario. `dir` holds `NAME.out.json`, whose inputs stand in `../../corpus/templates/NAME`.
 */
export function conformSamRoutes(dir: string, out: (line: string) => void): number {
  let agree = 0;
  let differ = 0;
  let isUndocumented = false;
  const corpus = join(dir, "../../corpus");
  const homes = homesIn(corpus);
  for (const file of readdirSync(dir).filter((name) => name.endsWith(".out.json")).sort()) {
    const name = file.slice(0, -".out.json".length);
    const input = join(corpus, "templates", name);
    const expanded = readFileSync(join(dir, file));
    if (!existsSync(input) || isRefused(expanded)) continue;
    const home = homes.get(`templates/${name}`) ?? `templates/${name}`;
    const found = differencesOf({ name: home, bytes: readFileSync(input) }, expanded, documentsOf(filesBeside(corpus)));
    if (found.length === 0) {
      agree += 1;
      continue;
    }
    differ += 1;
    const reason = reasonFor(readFileSync(input, "utf8"), expanded.toString("utf8"));
    isUndocumented ||= reason === undefined;
    out(`${name}${reason === undefined ? "" : ` (known: ${reason})`}`);
    for (const line of found.slice(0, MAX_LINES)) out(`  ${line}`);
    if (found.length > MAX_LINES) out(`  … and ${found.length - MAX_LINES} more`);
  }
  out(`${agree} agree, ${differ} differ`);
  return isUndocumented ? 1 : 0;
}

const MAX_LINES = 8;

function isRefused(expanded: Uint8Array): boolean {
  const data: unknown = JSON.parse(new TextDecoder().decode(expanded));
  return typeof data === "object" && data !== null && "errorMessage" in data;
}

/** Where a single template really stands: in the folder of the project that it is from, if that is there too. */
function homesIn(corpus: string): ReadonlyMap<string, string> {
  // The list is ours to trust: it only names files.
  const entries = JSON.parse(readFileSync(join(corpus, "index.json"), "utf8")) as readonly { readonly type: string; readonly file: string; readonly repo?: string; readonly path?: string }[];
  const projects = entries.filter(({ type }) => type === "project");
  return new Map(
    entries.flatMap(({ type, file, repo, path }) => {
      const project = type === "project" || path === undefined ? undefined : projects.find((each) => each.repo === repo && each.path !== undefined && path.startsWith(each.path));
      const home = project?.path === undefined || path === undefined ? undefined : project.file + path.slice(project.path.length);
      return home !== undefined && existsSync(join(corpus, home)) ? [[file, home] as const] : [];
    }),
  );
}

interface Written {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function differencesOf(input: Written, expanded: Uint8Array, readProjectFile: ReadProjectFile): readonly string[] {
  const written = loadTemplate(input, { parameters: new Map(), readProjectFile });
  if ("notATemplate" in written) return [`the input is no template: ${written.notATemplate}`];
  const parameters = parametersOf(written);
  const ours = loadTemplate(input, { parameters, readProjectFile });
  // References of the output lead from where the input stood.
  const theirs = loadTemplate({ name: input.name, bytes: expanded }, { parameters, readProjectFile });
  if ("notATemplate" in ours || "notATemplate" in theirs) return ["the output is no template"];
  const [left, right] = [rowsByRoute(ours), rowsByRoute(theirs)];
  const lines: string[] = [];
  for (const [key, row] of left) {
    const other = right.get(key);
    if (other === undefined) lines.push(`only in ours:   ${key}`);
    else if (other !== row) lines.push(`${key}: ours ${difference(row, other)}`);
  }
  for (const key of right.keys()) if (!left.has(key)) lines.push(`only in AWS's: ${key}`);
  return lines;
}

/** The values that the translator was given: each parameter's default, else a text of this form. */
function parametersOf(template: Template): ReadonlyMap<string, string> {
  return new Map(Array.from(template.parameters.values(), ({ name, value }) => [name, value ?? `PARAM-${name}`]));
}

/** What a person sees of each route, as one text. */
function rowsByRoute(template: Template): ReadonlyMap<string, string> {
  const rows = [...apiViews(engine, template)].flatMap((view) => rowsOf(engine, view));
  return new Map(rows.map((row) => [`${row.kind} ${row.api} ${row.method} ${row.path} ${JSON.stringify(row.scenario)}`, withoutReasons(JSON.stringify(shown(row)))]));
}

/** The translator was given uploaded code in place of the project's: why a function's answer is not known differs, that it is not known does not. */
function withoutReasons(text: string): string {
  return text.replace(/(unknown(?: status| header)?) \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/gu, "$1");
}

/** Documents of the project, and none of its programs. */
function documentsOf(readProjectFile: ReadProjectFile): ReadProjectFile {
  return (from, reference) => (/\.(?:ya?ml|json)$/u.test(reference) ? readProjectFile(from, reference) : { refused: "it is no document" });
}

function shown({ integration, preflight, response, deployed, verdict, intent, requests }: RouteRow): object {
  const answer = (data: RouteRow["response"] | null): object | null => data && { status: data.status, headers: data.headers, otherHeaders: data.otherHeaders };
  return { integration, preflight: answer(preflight), response: answer(response), deployed, verdict, intent, requests: requests.map(({ kind, origin, method, headers, credentials, verdict: each }) => ({ kind, origin, method, headers, credentials, verdict: each })) };
}

function difference(ours: string, theirs: string): string {
  let at = 0;
  while (at < ours.length && ours[at] === theirs[at]) at += 1;
  const from = Math.max(0, at - 60);
  return `${JSON.stringify(ours.slice(from, at + 60))}, AWS's ${JSON.stringify(theirs.slice(from, at + 60))}`;
}

function reasonFor(input: string, expanded: string): string | undefined {
  if (/AWS::Include|DefinitionUri/u.test(input) && !/AWS::Include|BodyS3Location/u.test(expanded)) return "its body is in a file that is not in the folder";
  return undefined;
}
