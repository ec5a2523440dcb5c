import type { Position } from "../../source/index.ts";

/** Values of parameters that a file gives. */
export interface GivenValues {
  /** For every template that has the parameter. */
  readonly values: ReadonlyMap<string, string>;
  /** For one stack alone: CDK's `Stack:Parameter`. Name of the stack → values. */
  readonly byStack: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** A file that cannot be used: what is wrong with it, and where. */
export class ParameterFileError extends Error {
  override readonly name = "ParameterFileError";
  readonly file: string;
  readonly position: Pick<Position, "line" | "column"> | undefined;

  constructor(file: string, message: string, position?: Pick<Position, "line" | "column">) {
    super(`${file}${position === undefined ? "" : `:${position.line}:${position.column}`}: ${message}`);
    this.file = file;
    this.position = position;
  }
}

/** Pairs of name and value; `Stack:Parameter` is meant for one stack. Of equal names the last wins. */
export function givenValues(pairs: Iterable<readonly [string, string]>): GivenValues {
  const values = new Map<string, string>();
  const byStack = new Map<string, Map<string, string>>();
  for (const [name, value] of pairs) {
    const colon = name.indexOf(":");
    if (colon < 0) {
      values.set(name, value);
      continue;
    }
    const stack = name.slice(0, colon);
    const ofStack = byStack.get(stack) ?? new Map<string, string>();
    ofStack.set(name.slice(colon + 1), value);
    byStack.set(stack, ofStack);
  }
  return { values, byStack };
}
