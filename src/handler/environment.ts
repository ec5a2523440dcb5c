import { concat, known, oneOf, possibilities, unknown, type Value } from "../source/index.ts";
import type { HandlerAnalysis, HandlerHeader } from "./types.ts";

/** What is known of an environment variable: its value, that there is none of this name, or nothing. */
export type Environment = (name: string) => Value | "absent" | undefined;

/** The reason of a value that comes from a variable of which nothing is known; the analysis of a file alone gives it. */
export function unseenVariable(name: string): string {
  return `the environment variable ${name}`;
}

/** The reason of a value that comes from a variable that the function does not have. */
export function unsetVariable(name: string): string {
  return `the environment variable ${name} is not set`;
}

/** The same analysis, with what the function's environment holds put in where variables are read. */
export function withEnvironment(analysis: HandlerAnalysis, environment: Environment): HandlerAnalysis {
  if (analysis.envReads.length === 0) return analysis;
  const defaults = new Map(analysis.envReads.map((read) => [read.name, read.default]));
  return { ...analysis, responses: analysis.responses.map((response) => ({ ...response, headers: response.headers.map((header) => filledIn(header, environment, defaults)) })) };
}

function filledIn(header: HandlerHeader, environment: Environment, defaults: ReadonlyMap<string, string | undefined>): HandlerHeader {
  let { value } = header;
  for (const name of header.env) {
    const given = environment(name);
    const fallback = defaults.get(name);
    if (given === undefined) continue;
    if (given === "absent") value = replaced(value, name, fallback === undefined ? unknown(unsetVariable(name)) : known(fallback));
    else {
      const isGiven = possibilities(given).every((one) => one.kind === "pattern" || (one.kind === "known" && one.text !== ""));
      // A default is for a variable that is not there.
      const others = isGiven && fallback !== undefined ? possibilities(value).filter((one) => !(one.kind === "known" && one.text === fallback)) : possibilities(value);
      value = replaced(others.length > 0 ? oneOf(others) : value, name, given);
    }
  }
  return value === header.value ? header : { ...header, value };
}

/** The value with `given` wherever the variable stands in it. */
function replaced(value: Value, name: string, given: Value): Value {
  const reason = unseenVariable(name);
  return oneOf(
    possibilities(value).map((one) => {
      if (one.kind === "unknown") return one.reason === reason ? given : one;
      if (one.kind === "known") return one;
      return concat(one.parts.map((part) => (typeof part === "string" ? known(part) : part.reason === reason ? given : part)));
    }),
  );
}
