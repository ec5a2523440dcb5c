import type { HandlerAnalysis, Site } from "../handler/index.ts";
import type { Edit, Place, Value } from "../source/index.ts";
import type { Route } from "./model.ts";

/** A function behind routes of an API, with its source in view. */
export interface HandlerUse {
  readonly functionId: string;
  /** As the subject of a sentence: `the function CreateUser`. */
  readonly name: string;
  /** The routes that reach it; {@link HandlerAnalysis.responses} tells which of its responses are for which methods. */
  readonly routes: readonly Route[];
  /** What it may return, with the values that the template gives its environment variables. */
  readonly analysis: HandlerAnalysis;
  /** What the template gives an environment variable; `absent`: it has none of this name. `undefined`: not known. */
  environment(name: string): Value | "absent" | undefined;
  /** The place of a piece of its source: a file of the project, or code written in the template. */
  placeOf(site: Site): Place | undefined;
  /** The edits that take entries out of one file of its source; `undefined` where they cannot be written there, or leave no program. */
  without(entries: readonly SourceEntry[]): readonly Edit[] | undefined;
}

/** A key and its value in the source of a function, as {@link HandlerAnalysis} names them. */
export interface SourceEntry {
  readonly keySite: Site;
  readonly valueSite: Site;
}
