import type { FileSystem } from "../source/file-system.ts";
import { type LoadOptions, loadTemplateWith, type SamMacro } from "../template/load-with.ts";
import { mayNeedSam } from "../template/sniff.ts";
import { projectReader } from "../template/project-reader.ts";
import type { Template } from "../template/types.ts";
import type { StackValues } from "./given.ts";
import type { Input } from "./inputs.ts";

export type Loaded =
  | { readonly kind: "template"; readonly template: Template }
  | { readonly kind: "no-template"; readonly reason: string }
  | { readonly kind: "unreadable"; readonly message: string }
  /** Our own defect. */
  | { readonly kind: "failed"; readonly error: unknown };

/** Reads and expands what a file holds, with the files of its project in reach and no others. */
export async function loaded(input: Input, parameters: StackValues, files: FileSystem, more: Pick<LoadOptions, "withoutHandlers"> = {}): Promise<Loaded> {
  const bytes = input.read();
  if (!(bytes instanceof Uint8Array)) return { kind: "unreadable", message: bytes.message };
  try {
    const assembly = input.stack && { ...input.stack, createdAt: (await import("../template/assembly/created-at.ts")).createdAt(input.stack, input.name, files) };
    const options = { ...more, parameters, stackName: parameters.stackName, readProjectFile: projectReader(files, input.name), assembly };
    const template = loadTemplateWith(mayNeedSam(bytes) ? await samMacro() : undefined, { name: input.name, bytes }, options);
    return "notATemplate" in template ? { kind: "no-template", reason: template.notATemplate } : { kind: "template", template };
  } catch (error) {
    return { kind: "failed", error };
  }
}

async function samMacro(): Promise<SamMacro> {
  return (await import("../template/sam/expand.ts")).expandSam;
}
