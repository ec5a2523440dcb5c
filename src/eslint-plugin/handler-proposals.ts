import { entriesRemoved, entryAdded, type HandlerHeader, type HandlerResponse, propertyAfter, type WrittenEntry } from "../handler/index.ts";
import type { HandlerProblem } from "../linter/index.ts";
import type { TextChange } from "../source/apply-edits.ts";
import { knownText } from "../source/index.ts";
import type { FileAnalysis } from "./handler-analysis.ts";

/** A change that would end a problem. */
export interface Proposal {
  /** An imperative without a full stop. */
  readonly title: string;
  /** It changes no verdict of a browser but the one in question, so that `--fix` may make it. Others are offered. */
  readonly isSafe: boolean;
  readonly changes: readonly TextChange[];
}

/** What can be proposed for a problem of a rule: the rule's own replacement, or else what needs the text around it. */
export function proposalFor(rule: string, problem: HandlerProblem, found: FileAnalysis, text: string): Proposal | undefined {
  return replacementIn(problem, text) ?? MAKERS[rule]?.(problem, found, text);
}

/** Is there something to propose for problems of this rule beyond its own replacements, and may `--fix` do it? */
export function proposedFor(rule: string): "safe" | "unsafe" | undefined {
  if (!Object.hasOwn(MAKERS, rule)) return undefined;
  return rule === "handler-missing-vary-origin" ? "safe" : "unsafe";
}

function replacementIn({ replacement, at }: HandlerProblem, text: string): Proposal | undefined {
  if (replacement === undefined) return undefined;
  const start = text.slice(at.start, at.end).indexOf(replacement.find);
  if (start < 0) return undefined;
  return { title: replacement.title, isSafe: replacement.unsafe !== true, changes: [{ start: at.start + start, end: at.start + start + replacement.find.length, text: replacement.text }] };
}

type Maker = (problem: HandlerProblem, found: FileAnalysis, text: string) => Proposal | undefined;

const MAKERS: Readonly<Partial<Record<string, Maker>>> = {
  "handler-missing-allow-origin": addAllowOrigin,
  "handler-missing-allow-origin-on-error": addAllowOrigin,
  "handler-missing-vary-origin": addVary,
  "handler-wildcard-origin-with-credentials": dropCredentials,
  "handler-duplicate-header": dropDuplicate,
  "handler-lost-cors-headers": mergeHeaders,
  "handler-malformed-response": stringifyBody,
  "middy-cors-order": swapMiddlewares,
};

/** The value that the other responses send, if it is one text; else the wildcard, which a person has to want. */
function addAllowOrigin({ response }: HandlerProblem, { file, analysis }: FileAnalysis, text: string): Proposal | undefined {
  const site = response?.headersSite ?? response?.site;
  if (response?.form !== "object" || site?.file !== file) return undefined;
  const sent = new Set(analysis.responses.flatMap((other) => other.headers.filter(({ name }) => name === "access-control-allow-origin").map(({ value }) => knownText(value))));
  const [only] = sent;
  if (sent.size > 1 || (sent.size === 1 && only === undefined)) return undefined;
  const value = only ?? "*";
  const entry = `"Access-Control-Allow-Origin": ${JSON.stringify(value)}`;
  const hasHeaders = site.start !== response.site.start;
  const change = entryAdded(text, site, hasHeaders ? entry : `headers: { ${entry} }`);
  return change && { title: `Send Access-Control-Allow-Origin: ${value}${value === "*" ? ", which lets every site read the response" : ""}`, isSafe: false, changes: [change] };
}

function addVary({ response, at }: HandlerProblem, { file }: FileAnalysis, text: string): Proposal | undefined {
  const header = response?.headers.find(({ keySite }) => keySite.file === file && keySite.start === at.start);
  const change = header && isHere(header, file) ? propertyAfter(text, entryOf(header), `"Vary": "Origin"`) : undefined;
  return change && { title: "Send Vary: Origin with it", isSafe: true, changes: [change] };
}

function dropCredentials({ response }: HandlerProblem, { file }: FileAnalysis, text: string): Proposal | undefined {
  const header = headerOf(response, "access-control-allow-credentials");
  const changes = header && isHere(header, file) ? entriesRemoved(text, [entryOf(header)]) : undefined;
  return changes && { title: "Remove Access-Control-Allow-Credentials", isSafe: false, changes };
}

function dropDuplicate({ response, data, at }: HandlerProblem, { file }: FileAnalysis, text: string): Proposal | undefined {
  const name = data?.["name"]?.toLowerCase();
  const header = response?.headers.find((other) => other.name === name && isHere(other, file) && other.keySite.start === at.start);
  const changes = header && entriesRemoved(text, [entryOf(header)]);
  return changes && { title: `Remove ${text.slice(at.start, at.end)}`, isSafe: false, changes };
}

function mergeHeaders({ at }: HandlerProblem, _found: FileAnalysis, text: string): Proposal | undefined {
  const groups = /^(?<own>[\w$.?]+)\s*(?:\?\?|\|\|)\s*(?<defaults>[\w$.]+)$/u.exec(text.slice(at.start, at.end))?.groups;
  return groups && { title: "Merge both", isSafe: false, changes: [{ ...at, text: `{ ...${groups["defaults"] ?? ""}, ...${groups["own"] ?? ""} }` }] };
}

function stringifyBody({ message, at }: HandlerProblem, _found: FileAnalysis, text: string): Proposal | undefined {
  if (message !== "body") return undefined;
  return { title: "Put it through JSON.stringify", isSafe: false, changes: [{ ...at, text: `JSON.stringify(${text.slice(at.start, at.end)})` }] };
}

function swapMiddlewares({ at, related }: HandlerProblem, { file }: FileAnalysis, text: string): Proposal | undefined {
  const other = related?.[0]?.site;
  if (other?.file !== file || other.start < at.end) return undefined;
  const changes = [
    { start: at.start, end: at.end, text: text.slice(other.start, other.end) },
    { start: other.start, end: other.end, text: text.slice(at.start, at.end) },
  ];
  return { title: "Let the two middlewares change places", isSafe: false, changes };
}

function entryOf({ keySite, valueSite }: HandlerHeader): WrittenEntry {
  return { key: keySite, value: valueSite };
}

function headerOf(response: HandlerResponse | undefined, name: string): HandlerHeader | undefined {
  return response?.headers.find((header) => header.name === name);
}

function isHere({ keySite, valueSite }: HandlerHeader, file: string): boolean {
  return keySite.file === file && valueSite.file === file;
}
