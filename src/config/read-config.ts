import type { Severity } from "../linter/index.ts";
import { type MapNode, type Node, readDocument, textPlace } from "../source/index.ts";
import { Checker, suggestion } from "./checker.ts";
import type { Block, Config, ConfigProblem } from "./config.ts";
import { ConfigDeclarations } from "./declarations.ts";
import { originLists } from "./read-origins.ts";

export const SEVERITIES = ["off", "info", "warning", "error"] as const;

const BLOCK_KEYS = ["clients", "origins", "credentials", "requestHeaders"] as const;

const KEYS = ["$schema", "rules", "strict", "exclude", "parameters", "apis", ...BLOCK_KEYS] as const;

/** RFC 9110, section 5.6.2: a token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]{1,256}$/u;

/**
 * Reads a configuration. What is wrong in it is said with its place and nothing else is: half a configuration would be a guess.
 *
 * @param rules ids of all rules
 */
export function readConfig(name: string, bytes: Uint8Array, rules: ReadonlySet<string>): Config | { readonly problems: readonly ConfigProblem[] } {
  const { root, file, issues } = readDocument(name, bytes);
  const [issue] = issues;
  if (issue) return { problems: [{ message: `it cannot be read: ${issue.message}`, place: textPlace(file, issue.span) }] };
  const check = new Checker();
  // An empty file is a configuration that says nothing.
  const map = root === undefined || (root.kind === "scalar" && root.value === null) ? undefined : check.map(root, "the configuration");
  const config = configFrom(map, rules, check);
  return check.problems.length > 0 ? { problems: check.problems } : config;
}

function configFrom(map: MapNode | undefined, known: ReadonlySet<string>, check: Checker): Config {
  const rules = new Map<string, Severity | "off">();
  const parameters = new Map<string, string>();
  const apis = new Map<string, { readonly block: Block; readonly place: Node["place"] }>();
  let exclude: readonly string[] = [];
  let strict: boolean | undefined;
  const entries = map ? [...check.known(map, "the configuration", KEYS)] : [];
  for (const { key, value } of entries) {
    switch (key) {
      case "rules":
        for (const rule of check.map(value, key)?.entries() ?? []) {
          if (!known.has(rule.key)) check.report(rule.keyPlace, `there is no rule ${rule.key}${suggestion(rule.key, known)}`);
          const severity = check.word(rule.value, `the severity of ${rule.key}`, SEVERITIES);
          if (severity) rules.set(rule.key, severity);
        }
        break;
      case "strict":
        strict = check.boolean(value, key);
        break;
      case "exclude":
        exclude = (check.list(value, key)?.items ?? []).flatMap((item) => check.text(item, "a pattern of exclude")?.text ?? []);
        break;
      case "parameters":
        for (const parameter of check.map(value, key)?.entries() ?? []) parameters.set(parameter.key, parameterText(parameter.value, parameter.key, check));
        break;
      case "apis":
        for (const api of check.map(value, key)?.entries() ?? []) {
          // What `cors-lint init` leaves to a person is a key with comments below it.
          const isOpen = api.value.kind === "scalar" && api.value.value === null;
          const body = isOpen ? undefined : check.map(api.value, `what is said of ${api.key}`);
          if (body) apis.set(api.key, { block: blockFrom([...check.known(body, api.key, BLOCK_KEYS)], check), place: api.keyPlace });
        }
    }
  }
  const defaults = blockFrom(entries, check);
  const declarations = new ConfigDeclarations(defaults, apis);
  return { rules, strict, exclude, parameters, declarations, unusedApis: () => declarations.unused() };
}

/** Lists are written as CloudFormation takes them: with commas. */
function parameterText(node: Node, name: string, check: Checker): string {
  const items = node.kind === "list" ? node.items : [node];
  return items.flatMap((item) => (item.kind === "scalar" && item.value !== null ? item.text : (check.report(item.place, `the parameter ${name} is a text, a number or a list of them`) ?? []))).join(",");
}

function blockFrom(entries: readonly { readonly key: string; readonly value: Node }[], check: Checker): Block {
  let block: Block = { clients: undefined, origins: [], credentials: undefined, requestHeaders: undefined };
  for (const { key, value } of entries) {
    const { place } = value;
    switch (key) {
      case "clients": {
        const kind = check.word(value, "clients", ["browser", "service"]);
        block = { ...block, clients: kind && { kind, place } };
        break;
      }
      case "origins":
        block = { ...block, origins: originLists(value, check) };
        break;
      case "credentials": {
        const allowed = check.boolean(value, "credentials");
        block = { ...block, credentials: allowed === undefined ? undefined : { value: allowed, place } };
        break;
      }
      case "requestHeaders":
        block = { ...block, requestHeaders: (check.list(value, key)?.items ?? []).flatMap((item) => headerFrom(item, check) ?? []) };
    }
  }
  return block;
}

function headerFrom(node: Node, check: Checker): { readonly name: string; readonly place: Node["place"] } | undefined {
  const text = check.text(node, "a name in requestHeaders")?.text;
  if (text === undefined) return undefined;
  if (!HEADER_NAME.test(text)) return check.report(node.place, `${JSON.stringify(text)} is no name of a header`);
  return { name: text.toLowerCase(), place: node.place };
}
