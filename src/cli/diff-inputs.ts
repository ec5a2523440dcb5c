import { dirname, resolve } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { type Input, inputsOf } from "./inputs.ts";
import { type Io, UsageError } from "./io.ts";
import { revisionAt } from "./git.ts";
import { shownName } from "../source/project.ts";

/** A file in the versions that have it, and the files around each. */
export interface InputPair {
  readonly before: Input | undefined;
  readonly after: Input | undefined;
}

export interface InputPairs {
  readonly pairs: readonly InputPair[];
  readonly filesBefore: FileSystem;
  readonly missing: readonly string[];
}

/** `cors-lint diff OLD NEW`: two files, or two folders whose files belong together by their path below them. */
export async function pairsOfPaths(paths: readonly string[], io: Io): Promise<InputPairs> {
  const [before, after, ...more] = paths;
  if (before === undefined || after === undefined || more.length > 0) throw new UsageError("diff needs two versions: cors-lint diff OLD NEW, or cors-lint diff --base main template.yaml");
  const files = io.fileSystem;
  const kinds = [files.kind(before), files.kind(after)];
  const missing = [before, after].filter((_, index) => kinds[index] === "missing").map((path) => `there is no file ${path}`);
  if (missing.length > 0) return { pairs: [], filesBefore: files, missing };
  if (kinds[0] !== kinds[1]) throw new UsageError("diff compares two files or two folders, not one with the other");
  const [old, now] = [await inputsOf([before], io), await inputsOf([after], io)];
  // A manifest.json stands for the templates of its assembly.
  const isOne = kinds[0] === "file" && old.inputs.length === 1 && now.inputs.length === 1;
  if (isOne) return { pairs: [{ before: old.inputs[0], after: now.inputs[0] }], filesBefore: files, missing };
  const folderOf = (path: string): string => (kinds[0] === "file" ? dirname(path) : path);
  return { pairs: paired(below(old.inputs, folderOf(before), files), below(now.inputs, folderOf(after), files)), filesBefore: files, missing };
}

function below(inputs: readonly Input[], folder: string, files: FileSystem): ReadonlyMap<string, Input> {
  const start = `${shownName(files, folder)}/`.replace(/^\//u, "");
  return new Map(inputs.map((input) => [input.name.startsWith(start) ? input.name.slice(start.length) : input.name, input]));
}

/** `cors-lint diff --base REV [PATH...]`: the files as they are, and as they were at a git revision. */
export async function pairsSince(base: string, paths: readonly string[], io: Io): Promise<InputPairs> {
  const files = io.fileSystem;
  const revision = revisionAt(files.cwd, base);
  const asked = paths.length === 0 ? ["."] : paths;
  // A file that is gone is no mistake if the revision has it.
  const gone = asked.filter((path) => files.kind(path) === "missing" && revision.files.kind(path) === "file");
  const there = asked.filter((path) => !gone.includes(path));
  const { inputs, missing } = there.length === 0 ? { inputs: [], missing: [] } : await inputsOf(there, io);
  const now = new Map(inputs.map((input) => [input.name, input]));
  const searched = asked.filter((path) => files.kind(path) === "directory").flatMap((folder) => revision.filesBelow(folder).filter(isTemplateName));
  const names = [...new Set([...now.keys(), ...gone, ...searched])].filter((name) => revision.files.kind(name) === "file");
  revision.prefetch(names);
  const old = new Map(names.map((name): [string, Input] => [name, { name: `${name}@${revision.short}`, path: resolve(files.cwd, name), named: false, read: () => revision.files.read(resolve(files.cwd, name)) }]));
  return { pairs: paired(old, now), filesBefore: revision.files, missing };
}

/** What a search of the working tree would find (inputs.ts). */
function isTemplateName(path: string): boolean {
  return /\.(?:ya?ml|json|template|cfn|cform)$/u.test(path) && !/(?:^|\/)(?:node_modules|\.aws-sam)\//u.test(path);
}

function paired(before: ReadonlyMap<string, Input>, after: ReadonlyMap<string, Input>): readonly InputPair[] {
  const names = [...after.keys(), ...[...before.keys()].filter((name) => !after.has(name))];
  return names.map((name) => ({ before: before.get(name), after: after.get(name) }));
}
