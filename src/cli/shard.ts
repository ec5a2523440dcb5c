import { createHash } from "node:crypto";
import { relative, resolve, sep } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import type { Input } from "./inputs.ts";
import { UsageError } from "./io.ts";
import { pathInRepository } from "../source/project.ts";

/** The `index`th (from 1) of `count` parts of a run, of which each machine takes one. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What `--shard I/N` says. Throws {@link UsageError} where it is no part of a whole. */
export function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,5})\/(\d{1,5})$/u.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) throw new UsageError(`--shard needs I/N with I from 1 to N, as in 2/4, not ${JSON.stringify(text)}`);
  return { index, count };
}

/**
 * Whether a file belongs to a part. Its path from the root of the repository decides and nothing else, so that each machine comes to the same
 * answer, and a file that is added moves no other.
 */
export function isInShard({ name, path }: Pick<Input, "name" | "path">, { index, count }: Shard, files: FileSystem): boolean {
  const inFolder = path === undefined ? name : relative(files.cwd, resolve(files.cwd, path)).split(sep).join("/");
  const prefix = pathInRepository(files);
  const key = prefix === "" ? inFolder : `${prefix}/${inFolder}`;
  return createHash("sha256").update(key).digest().readUInt32BE(0) % count === index - 1;
}

const JOINING = ["AWS::CloudFormation::Stack", "AWS::Serverless::Application", "AWS::Include", "ImportValue", "GetStackOutput", "Export"];

/**
 * Whether a file may be judged together with others: as their parent, or as a stack that they import from or that imports from them. Those
 * are judged in one part. A cheap look at its bytes, wrong only to the safe side.
 */
export function mayBeWithOthers(input: Input): boolean {
  const bytes = input.read();
  if (!(bytes instanceof Uint8Array)) return false;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return JOINING.some((type) => buffer.includes(type));
}
