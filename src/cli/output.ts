import { type Io, UsageError } from "./io.ts";

/** Prints, or writes the file that `--output` names. */
export function deliver(text: string, file: string | undefined, io: Io): void {
  if (file === undefined) {
    io.stdout(text);
    return;
  }
  const problem = io.fileSystem.writeAtomically(file, text);
  if (problem) throw new UsageError(`cannot write ${file}: ${problem.message}`);
}
