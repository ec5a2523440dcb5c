import { decode } from "../source/decode.ts";
import { plainTextFile, readDocument } from "../source/index.ts";
import type { Node, SourceFile } from "../source/index.ts";
import { longFormOf } from "./short-tags.ts";
import type { Template } from "./types.ts";

/** A file of the project that another one refers to; the caller keeps it inside the project's root. */
export type ReadProjectFile = (from: string, reference: string) => { readonly name: string; readonly bytes: Uint8Array } | { readonly refused: string };

/** Reads other documents of the project, each once. */
export function localReader(readProjectFile: ReadProjectFile | undefined): Template["readLocal"] {
  const known = new Map<string, { readonly root: Node } | { readonly refused: string }>();
  return (from, reference) => {
    if (readProjectFile === undefined) return { refused: "no other file is read in this run" };
    if (isRemote(reference)) return { refused: `${reference} is not a file of the project` };
    const found = readProjectFile(from.file.name, reference);
    if ("refused" in found) return found;
    const settled = known.get(found.name);
    if (settled !== undefined) return settled;
    const document = readDocument(found.name, found.bytes, { tag: longFormOf });
    const [issue] = document.issues;
    const answer = document.root === undefined || issue !== undefined ? { refused: `${found.name} cannot be read${issue === undefined ? "" : `: ${issue.message}`}` } : { root: document.root };
    known.set(found.name, answer);
    return answer;
  };
}

/** Programs are small; what is larger is a bundle that nobody reads. */
const MAX_TEXT_BYTES = 4_000_000;

/** A source is looked for under several names; past so many that are not there nobody looks any more. */
const MAX_MISSES = 20_000;

/** Reads source texts of the project, each once. */
export function textReader(readProjectFile: ReadProjectFile | undefined): Template["readText"] {
  const files = new Map<string, SourceFile>();
  const answers = new Map<string, ReturnType<Template["readText"]>>();
  let misses = 0;
  const read = (from: string, reference: string): ReturnType<Template["readText"]> => {
    if (readProjectFile === undefined) return { refused: "no other file is read in this run" };
    if (isRemote(reference)) return { refused: `${reference} is not a file of the project` };
    if (misses >= MAX_MISSES) return { refused: "too many sources are not where they were looked for" };
    const found = readProjectFile(from, reference);
    if ("refused" in found) {
      misses++;
      return found;
    }
    if (found.bytes.length > MAX_TEXT_BYTES) return { refused: `${found.name} is too large to be analysed` };
    const file = files.get(found.name) ?? plainTextFile(found.name, decode(found.bytes).text);
    files.set(found.name, file);
    return { file };
  };
  return (from, reference) => {
    const key = `${from}\n${reference}`;
    const answer = answers.get(key) ?? read(from, reference);
    answers.set(key, answer);
    return answer;
  };
}

/** `s3://bucket/key`, `https://…`: nothing is ever fetched. */
export function isRemote(reference: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//iu.test(reference);
}
