import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { plainFrom, readDocument } from "../../src/source/index.ts";
import type { MapNode } from "../../src/source/index.ts";
import { expandSam } from "../../src/template/sam/expand.ts";
import { longFormOf } from "../../src/template/short-tags.ts";
import { comparable, differences } from "./sam-compare.ts";
import type { Data } from "./sam-compare.ts";

interface SamCase {
  readonly name: string;
  readonly input: string;
  readonly output: string;
}

/**
 * Compares what `expandSam` makes of each case with AWS's own output: the API resources, their bodies, function URLs, deployments, stages and
 * permissions; for a template that AWS refuses, the sentence. `dir` is a folder with `cases.json`, or one of `NAME.out.json` whose inputs
 * stand in `../../corpus/templates/NAME`.
 */
export function conformSam(dir: string, out: (line: string) => void): number {
  let agree = 0;
  let differ = 0;
  let isUndocumented = false;
  for (const each of casesIn(dir)) {
    const found = compared(each);
    if (found.length === 0) {
      agree += 1;
      continue;
    }
    differ += 1;
    const reason = knownReason(each);
    isUndocumented ||= reason === undefined;
    out(`${each.name}${reason === undefined ? "" : ` (known: ${reason})`}`);
    for (const line of found.slice(0, MAX_LINES)) out(`  ${line}`);
    if (found.length > MAX_LINES) out(`  … and ${found.length - MAX_LINES} more`);
  }
  out(`${agree} agree, ${differ} differ`);
  return isUndocumented ? 1 : 0;
}

const MAX_LINES = 8;

function casesIn(dir: string): SamCase[] {
  if (existsSync(join(dir, "cases.json"))) {
    // The list is ours to trust: it only names files, and a missing one is reported by the read.
    const cases = JSON.parse(readFileSync(join(dir, "cases.json"), "utf8")) as { readonly input: string; readonly output: string }[];
    return cases.map(({ input, output }) => ({ name: basename(input).replace(/\.ya?ml$/u, ""), input: join(dir, input), output: join(dir, output) }));
  }
  const names = readdirSync(dir).filter((name) => name.endsWith(".out.json")).sort();
  return names.map((name) => ({ name: name.slice(0, -".out.json".length), output: join(dir, name), input: join(dir, "../../corpus/templates", name.slice(0, -".out.json".length)) }));
}

function knownReason(each: SamCase): string | undefined {
  if (isOutOfView(each)) return "its body is in a file that is not in the folder";
  // The test suite of the translator names such cases so; the published one, without the toggle, makes of them what we make.
  return each.name.startsWith("feature_toggle_") ? "recorded with a toggle inside the translator that no template can set" : undefined;
}

/** AWS's output was made with the included files, of which the folder has none. */
function isOutOfView({ input, output }: SamCase): boolean {
  return output.endsWith(".out.json") && /AWS::Include|DefinitionUri/u.test(readFileSync(input, "utf8")) && !/AWS::Include|BodyS3Location/u.test(readFileSync(output, "utf8"));
}

/** The regions for which the cases were recorded: SAM writes the region and its partition where it looks. */
const RECORDED_REGION = "ap-southeast-1";
const CORPUS_REGION = "us-east-1";

function compared({ input, output }: SamCase): readonly string[] {
  // AWS's outputs are maps.
  return samDifferences(input, readFileSync(input), JSON.parse(readFileSync(output, "utf8")) as Data, output.endsWith(".out.json"));
}

/**
 * Where the expansion of a template and AWS's own differ, one line each. `isRecorded`: AWS's was made as that of the folders of real
 * templates, with their files and with a text for each parameter that has no default.
 */
export function samDifferences(name: string, bytes: Uint8Array, expected: Data, isRecorded = false): readonly string[] {
  const document = readDocument(name, bytes, { tag: longFormOf });
  if (document.root?.kind !== "map") return ["the input cannot be read"];
  const pseudo = new Map([["AWS::Region", isRecorded ? CORPUS_REGION : RECORDED_REGION], ["AWS::Partition", "aws"]]);
  if (isRecorded) for (const parameter of withoutDefault(document.root)) pseudo.set(parameter, `PARAM-${parameter}`);
  const expansion = expandSam(document.root, { parameters: pseudo, isPackaged: !isRecorded });
  const sentence = expected["errorMessage"];
  const refused = expansion.problems.map(({ message }) => message);
  if (typeof sentence === "string") return sentenceDifferences(refused, sentence);
  if (refused.length > 0) return refused.map((message) => `refused: ${message}`);
  // `plainFrom` of a map is an object.
  const parameters = parametersOf(document.root, pseudo);
  return differences(comparable(plainFrom(expansion.root) as Data, parameters), comparable(expected, parameters));
}

function sentenceDifferences(refused: readonly string[], expected: string): string[] {
  const head = `Invalid Serverless Application Specification document. Number of errors found: ${refused.length}.`;
  const sorted = [...refused].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const found = [head, ...sorted].join(" ");
  return normalized(found) === normalized(expected) ? [] : [`says    ${found}`, `AWS     ${expected}`];
}

/** AWS sorts by the id of the resource first. */
function sortKey(message: string): string {
  return `${/with id \[([^\]]*)\]/u.exec(message)?.[1] ?? ""} ${message}`;
}

/** Python 2 marks texts within a list or a map (`{u'Ref': u'Name'}`), and SAM keeps the mark; what we say is for people. */
function normalized(text: string): string {
  return text.replace(/(?<=[[{ ])u(?=')/gu, "").replace(/\s+/gu, " ").trim();
}

/** The real templates were expanded with a text of this form for each parameter that has no default. */
function withoutDefault(root: MapNode): string[] {
  const section = root.get("Parameters");
  const entries = section?.kind === "map" ? [...section.entries()] : [];
  return entries.filter(({ value }) => value.kind !== "map" || !value.has("Default")).map(({ key }) => key);
}

function parametersOf(root: MapNode, pseudo: ReadonlyMap<string, string>): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>(pseudo);
  const section = root.get("Parameters");
  for (const { key, value } of section?.kind === "map" ? section.entries() : []) {
    const standard = value.kind === "map" ? value.get("Default") : undefined;
    if (standard !== undefined) values.set(key, plainFrom(standard));
  }
  return values;
}
