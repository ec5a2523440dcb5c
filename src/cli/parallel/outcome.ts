import type { FoundConfig } from "../../config/load-config.ts";
import type { Linter, LintOptions } from "../../linter/run.ts";
import type { LintResult } from "../../linter/types.ts";
import { mayAsk, mayOffer } from "../../template/joined/may-ask.ts";
import type { Given } from "../given.ts";
import type { Input } from "../inputs.ts";
import type { Io } from "../io.ts";
import { loaded } from "../load.ts";

/** What a run knows before it looks at the first file. */
export interface Setup {
  readonly options: LintOptions;
  readonly linter: Linter;
  readonly given: Given;
  readonly found: FoundConfig | undefined;
  readonly withoutHandlers: boolean;
}

/** What came of a file that has to do with no other. */
export type Outcome<Result = LintResult> =
  | { readonly kind: "judged"; readonly name: string; readonly nestedFiles: readonly string[]; readonly parameters: readonly string[]; readonly result: Result }
  | { readonly kind: "no-template"; readonly reason: string };

/**
 * What comes of a file in whatever thread; `undefined` where it is for the run as a whole to say: a stack that may be joined with others, a file
 * that cannot be read, a defect of ours, a mistake of the user's.
 */
export async function outcomeOf(input: Input, { linter, given, found, withoutHandlers }: Setup, { fileSystem }: Pick<Io, "fileSystem">): Promise<Outcome | undefined> {
  if (input.path === undefined || found?.excludes(input.path) === true) return undefined;
  try {
    const one = await loaded(input, await given.valuesFor(input), fileSystem, { withoutHandlers });
    if (one.kind === "no-template") return one;
    if (one.kind !== "template" || mayAsk(one.template) || mayOffer(one.template)) return undefined;
    const { name, nestedFiles, parameters } = one.template;
    return { kind: "judged", name, nestedFiles, parameters: [...parameters.keys()], result: linter.lint([one.template]) };
  } catch {
    return undefined;
  }
}
