import { resolve } from "node:path";
import type { FileSystem } from "../../source/file-system.ts";
import { SourceFile } from "../../source/file.ts";
import type { Place } from "../../source/place.ts";
import { resolveWithin } from "../../source/resolve-within.ts";
import { textPlace } from "../../source/text-place.ts";
import type { AssemblyStack } from "./assembly.ts";
import { type Frame, userFrame } from "./user-frame.ts";
import type { Template } from "../types.ts";
import { projectRoot, shownName } from "../../source/project.ts";

/** Finds the user's lines in the stack traces of an assembly; their text is read only where the file is one of the project. */
export function createdAt(stack: AssemblyStack, template: string, files: FileSystem): NonNullable<Template["createdAt"]> {
  const texts = new Map<string, SourceFile>();
  const fileOf = ({ file }: Frame): SourceFile => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const path = resolveWithin(files, projectRoot(files, template), resolve(files.cwd, template), file);
    const bytes = typeof path === "string" ? files.read(path) : undefined;
    const made = new SourceFile(shownName(files, file), bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : "", NO_LAYOUT);
    texts.set(file, made);
    return made;
  };
  return (constructPath) => {
    const frame = userFrame(stack.traceOf(constructPath) ?? []);
    return frame && placeOf(fileOf(frame), frame);
  };
}

/** Places in it are offsets. */
const NO_LAYOUT = (): never => {
  throw new TypeError("a program is no document");
};

const MAX_LINE = 1_000_000;
const MAX_COLUMN = 10_000;

/** From the frame's position to the end of its line. Where the text is not to be had, a text of the same extent stands for it. */
function placeOf(file: SourceFile, { line, column }: Frame): Place | undefined {
  const start = file.lineStarts[line - 1];
  if (start !== undefined && file.text !== "") {
    const end = start + file.line(line).trimEnd().length;
    return textPlace(file, { start: Math.min(start + column - 1, end), end });
  }
  if (line > MAX_LINE || column > MAX_COLUMN) return undefined;
  const text = "\n".repeat(line - 1) + " ".repeat(column);
  return textPlace(new SourceFile(file.name, text, NO_LAYOUT), { start: text.length - 1, end: text.length });
}
