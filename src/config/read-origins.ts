import { originDefect } from "../linter/index.ts";
import { known, type Node, urlFrom } from "../source/index.ts";
import type { Checker } from "./checker.ts";
import type { OriginList } from "./config.ts";

/** More pages than this no API has; each is tried with each route. */
const MAX_ORIGINS = 64;

/** `[https://…]`, or `{ "Stage=prod": [https://…], default: [] }`. */
export function originLists(node: Node, check: Checker): readonly OriginList[] {
  if (node.kind === "list") return [{ scenario: new Map(), values: originsIn(node, check), place: node.place }];
  if (node.kind !== "map") {
    check.report(node.place, "origins is a list, or a map from scenarios such as Stage=prod to lists");
    return [];
  }
  return [...node.entries()].flatMap(({ key, keyPlace, value }) => {
    const scenario = scenarioFrom(key);
    const list = check.list(value, `the origins of ${key}`);
    if (!scenario) check.report(keyPlace, `${JSON.stringify(key)} is no scenario: it is default, or names values such as Stage=prod or IsProd=true, separated by commas`);
    return scenario && list ? [{ scenario, values: originsIn(list, check), place: value.place }] : [];
  });
}

/** `Stage=prod, IsEurope=true`. */
function scenarioFrom(key: string): ReadonlyMap<string, string> | undefined {
  if (key === "default") return new Map();
  const pairs = key.split(",").map((pair) => /^\s*(?<name>[A-Za-z0-9]+)\s*=\s*(?<value>.*?)\s*$/u.exec(pair)?.groups);
  return pairs.every((pair) => pair !== undefined) ? new Map(pairs.map((pair) => [pair["name"] ?? "", pair["value"] ?? ""])) : undefined;
}

function originsIn(list: Extract<Node, { kind: "list" }>, check: Checker): readonly string[] {
  if (list.items.length > MAX_ORIGINS) check.report(list.place, `at most ${MAX_ORIGINS} origins can be declared`);
  const origins = list.items.flatMap((item) => {
    const text = check.text(item, "an origin")?.text;
    if (text === undefined) return [];
    const wrong = mistakeIn(text);
    if (wrong !== undefined) check.report(item.place, wrong);
    return [text];
  });
  return [...new Set(origins)];
}

/** An origin as a browser sends it: scheme, host in lower case, a port that is not the scheme's own. */
function mistakeIn(text: string): string | undefined {
  const said = JSON.stringify(text);
  if (text === "*" || text.includes("*")) return `${said} is no page's origin: declare the pages that call the API, one by one`;
  const defect = originDefect(known(text), "none");
  if (defect) return `${said} is no origin as browsers send it${"correct" in defect && defect.correct !== undefined ? `; did you mean ${defect.correct}?` : ": https://app.example.com is one"}`;
  const isWeb = /^https?:\/\//u.test(text);
  if (isWeb ? urlFrom(text)?.origin !== text : !/^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+$/u.test(text)) return `${said} is no origin as browsers send it: https://app.example.com is one`;
  return undefined;
}
