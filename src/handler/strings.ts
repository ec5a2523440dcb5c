import type { Args } from "./call.ts";
import { membership } from "./binary.ts";
import type { State } from "./heap.ts";
import type { Env } from "./machine.ts";
import { checkOf } from "./truth.ts";
import { concatVals, prim, textOfVal, textSources, unknownVal, type Check, type EventVal, type Primitive, type Site, type Text, type Val } from "./values.ts";

const TESTS: Readonly<Record<string, Check["kind"]>> = {
  endsWith: "suffix",
  endswith: "suffix",
  startsWith: "prefix",
  startswith: "prefix",
  includes: "text",
  indexOf: "text",
  find: "text",
  search: "pattern",
  match: "pattern",
  localeCompare: "equality",
};

/** Methods of strings, as far as they matter to a header's value or to a test of the origin. */
export function stringMethod(env: Env, state: State, text: Primitive | Text | EventVal, name: string, args: Args, site: Site): Val | undefined {
  const [first] = args.positional;
  const test = TESTS[name];
  if (test !== undefined && first !== undefined) return stringTest(env, state, text, test, first, site);
  switch (name) {
    case "toLowerCase":
    case "lower":
    case "casefold":
      return changed(text, (known) => known.toLowerCase());
    case "toUpperCase":
    case "upper":
      return changed(text, (known) => known.toUpperCase());
    case "trim":
    case "strip":
      return changed(text, (known) => known.trim());
    case "toString":
    case "encode":
    case "decode":
    case "valueOf":
      return text;
    case "replace":
    case "replaceAll":
    case "rstrip":
    case "lstrip":
    case "slice":
    case "substring":
      return { k: "text", value: { kind: "unknown", reason: "a changed string" }, ...textSources([text]) };
    case "join": {
      const list = first?.k === "ref" ? state.get(first.id) : undefined;
      return list?.kind === "array" && list.open === undefined && list.items.length <= 50 ? concatVals(list.items.flatMap((item, index) => (index === 0 ? [item] : [text, item]))) : unknownVal("a joined list");
    }
    case "concat":
      return concatVals([text, ...args.positional]);
    case "format":
      return formatted(text, args);
    case "split": {
      const parts = text.k === "prim" && typeof text.value === "string" && first?.k === "prim" && typeof first.value === "string" && first.value !== "" ? text.value.split(first.value).map(prim) : [];
      const origin: Val[] = text.k === "event" ? [unknownVal("a part of what the request sends")] : [];
      return env.m.allocate(state, "array", site, { items: parts.length > 0 ? parts : origin, open: parts.length > 0 ? undefined : "a split string" });
    }
    case "test":
      return undefined;
    default:
      return text.k === "event" ? undefined : unknownVal(`${name} of a string`);
  }
}

/** `origin.endsWith(".example.com")`, and the other way round: `ALLOWED.includes(origin)` of a string. */
function stringTest(env: Env, state: State, text: Val, kind: Check["kind"], argument: Val, site: Site): Val {
  const known = textOfVal(argument);
  const pattern = argument.k === "ext" ? argument.ext.args[0] : undefined;
  const written = known.kind === "known" ? known.text : pattern?.k === "prim" ? String(pattern.value) : undefined;
  const ofOrigin = checkOf(kind, text, site, written);
  if (ofOrigin !== undefined) return ofOrigin;
  if (kind === "text") return membership(env, state, argument, text, site) ?? unknownVal("a test of a string");
  return unknownVal("a test of a string");
}

function changed(text: Primitive | Text | EventVal, change: (known: string) => string): Val {
  if (text.k === "prim" && typeof text.value === "string") return prim(change(text.value));
  return text;
}

/** Python's `"…{}…".format(…)`. */
function formatted(text: Val, args: Args): Val {
  if (text.k !== "prim" || typeof text.value !== "string") return unknownVal("a formatted string");
  let next = 0;
  const parts = text.value.split(/(\{[^{}]*\})/u).map((part): Val => {
    if (!/^\{[^{}]*\}$/u.test(part)) return prim(part);
    const name = part.slice(1, -1).split(/[!:.[]/u)[0] ?? "";
    const index = name === "" ? next++ : Number(name);
    return args.keywords.get(name) ?? (Number.isInteger(index) ? args.positional[index] : undefined) ?? unknownVal("a replacement");
  });
  return concatVals(parts);
}
