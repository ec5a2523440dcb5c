import { mergedSarif, SarifError } from "../formatters/merge-sarif.ts";
import { parseArguments } from "./arguments.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { MERGE_SARIF_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import { shownName } from "../source/project.ts";

/** `cors-lint merge-sarif FILE...`: what the parts of a run (`--shard`) wrote, as one. */
export async function mergeSarif(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, MERGE_SARIF_OPTIONS);
  if (args.positionals.length === 0) throw new UsageError("merge-sarif needs the SARIF files of the parts");
  const paths: string[] = [];
  for (const path of args.positionals) {
    const isPattern = io.fileSystem.kind(path) === "missing" && /[*?{[]/u.test(path);
    const found = isPattern ? await io.fileSystem.find(".", [path]) : [path];
    if (found.length === 0) throw new UsageError(`nothing matches ${path}`);
    paths.push(...found.map((file) => shownName(io.fileSystem, file)));
  }
  const logs = paths.map((path) => {
    const bytes = io.fileSystem.read(path);
    if (!(bytes instanceof Uint8Array)) throw new UsageError(`cannot read ${path}: ${bytes.message}`);
    return { name: path, text: new TextDecoder().decode(bytes) };
  });
  try {
    deliver(mergedSarif(logs), args.text("output"), io);
  } catch (error) {
    throw error instanceof SarifError ? new UsageError(error.message) : error;
  }
  return EXIT.clean;
}
