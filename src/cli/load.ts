import { relative, sep } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { rememberingRealPaths, resolveWithin } from "../source/resolve-within.ts";
import { type LoadOptions, loadTemplateWith, type SamMacro } from "../template/load-with.ts";
import { mayNeedSam } from "../template/sniff.ts";
import type { ReadProjectFile } from "../template/index.ts";
import type { Template } from "../template/types.ts";
import type { Input } from "./inputs.ts";
import { projectRoot, shownName } from "./project.ts";

export type Loaded =
  | { readonly kind: "template"; readonly template: Template }
  | { readonly kind: "no-template"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly message: string }
  /** Our own defect. */
  | { readonly kind: "failed"; readonly error: unknown };

/** Reads and expands what a file holds, with the files of its project in reach and no others. */
export async function loaded(input: Input, parameters: ReadonlyMap<string, string>, files: FileSystem, more: Pick<LoadOptions, "withoutHandlers"> = {}): Promise<Loaded> {
  const bytes = input.read();
  if (!(bytes instanceof Uint8Array)) return { kind: "unreadable", message: bytes.message };
  try {
    const assembly = input.stack && { ...input.stack, createdAt: (await import("./created-at.ts")).createdAt(input.stack, input.name, files) };
    const options = { ...more, parameters, readProjectFile: projectReader(files, input.name), assembly };
    const template = loadTemplateWith(mayNeedSam(bytes) ? await samMacro() : undefined, { name: input.name, bytes }, options);
    return "notATemplate" in template ? { kind: "no-template", reason: template.notATemplate } : { kind: "template", template };
  } catch (error) {
    return { kind: "failed", error };
  }
}

async function samMacro(): Promise<SamMacro> {
  return (await import("../template/sam/expand.ts")).expandSam;
}

/** Reads what a template refers to, as long as it stays inside the template's project. */
function projectReader(files: FileSystem, template: string): ReadProjectFile {
  let root: string | undefined;
  const realPaths = rememberingRealPaths(files);
  return (from, reference) => {
    root ??= projectRoot(files, template);
    const path = resolveWithin(realPaths, root, from, reference);
    if (typeof path !== "string") return { refused: path.message };
    const bytes = files.read(path);
    return bytes instanceof Uint8Array ? { name: shownName(files, path), bytes } : { refused: `${relative(files.cwd, path).split(sep).join("/")} cannot be read: ${bytes.message}` };
  };
}
