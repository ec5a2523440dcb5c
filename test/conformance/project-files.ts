import { readFileSync } from "node:fs";
import { dirname, posix } from "node:path";
import { join } from "node:path";

export type ReadProjectFile = (from: string, reference: string) => { readonly name: string; readonly bytes: Uint8Array } | { readonly refused: string };

/** Reads what a template of a folder refers to, inside that folder only. */
export function filesBeside(root: string): ReadProjectFile {
  return (from, reference) => {
    const name = posix.normalize(posix.join(dirname(from), reference));
    if (/^[a-z][a-z0-9+.-]*:/iu.test(reference) || name.startsWith("..") || posix.isAbsolute(name)) return { refused: "it is outside the folder" };
    try {
      return { name, bytes: readFileSync(join(root, name)) };
    } catch {
      return { refused: "it is not there" };
    }
  };
}
