import { allRules } from "../../rules/index.ts";
import type { Finding } from "../../src/index.ts";
import { plainFrom } from "../../src/source/index.ts";
import { templateOf } from "../linter/fixing.ts";
import { fixturesOf, lintText, type Fixture } from "./fixtures.ts";
import { asOpenApi, asSam, type Data } from "./translated.ts";

/** The ways to write an API that fixes can be for, as the columns of the table in docs/fixes.md. */
export const DIALECTS = ["CloudFormation", "CloudFormation JSON", "SAM", "OpenAPI", "function"] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface Case {
  readonly name: string;
  readonly text: string;
  readonly dialect: Dialect;
  readonly findings: readonly Finding[];
}

/** Rules whose metadata promises a fix. */
export const fixableRules = allRules.filter(({ meta }) => meta.fix !== undefined);

/** The fixtures of a rule in which it finds something, each in every dialect in which it can be said. */
export async function casesOf(rule: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const { name, text } of fixturesOf(rule).flatMap(dialectsOf)) {
    const findings = (await lintText(name, text)).findings.filter((finding) => finding.rule === rule);
    const [first] = findings;
    if (first) cases.push({ name, text, findings, dialect: dialectOf(name, text, first) });
  }
  return cases;
}

function dialectsOf({ path, text }: Fixture): readonly { readonly name: string; readonly text: string }[] {
  const template = templateOf(path, text);
  if (!template) return [{ name: path, text }];
  // A template is a map, and this is its plain data.
  const data = plainFrom(template.written) as Data;
  const json = (of: Data | undefined, suffix: string, indent: string | number): { name: string; text: string }[] => (of ? [{ name: path.replace(/\.\w+$/u, `${suffix}.json`), text: `${config(text)}${JSON.stringify(of, null, indent)}` }] : []);
  return [{ name: path, text }, ...json(data, "", 2), ...json(asOpenApi(data, "swagger-2"), ".swagger", "\t"), ...json(asSam(data), ".sam", 2)];
}

/** What a comment of a fixture configures holds for its translations too: a comment makes YAML of JSON, which it is as well. */
function config(text: string): string {
  const [line] = /^# cors-lint\.config: .*$/mu.exec(text) ?? [];
  return line === undefined ? "" : `${line}\n`;
}

/** What a finding stands in: a program, an OpenAPI document (in the template or beside it), a template of SAM, any other template. */
function dialectOf(name: string, text: string, { at, fix }: Finding): Dialect {
  const place = fix?.edits[0]?.place ?? at;
  if (/\.(?:[cm]?[jt]sx?|py)$/u.test(place.file.name) || place.path.some((segment) => segment === "ZipFile" || segment === "InlineCode")) return "function";
  const isDocument = place.path.some((segment) => segment === "Body" || segment === "DefinitionBody") || (place.file.name !== name && /^\s*["']?(?:openapi|swagger)\b/mu.test(place.file.text));
  if (isDocument) return "OpenAPI";
  if (/^\s*"?Transform"?:/mu.test(text)) return "SAM";
  return name.endsWith(".json") ? "CloudFormation JSON" : "CloudFormation";
}

/** `safe`, `unsafe` or both; `–` where a finding never has a fix, blank where the rule finds nothing in the dialect. */
export function cellOf(cases: readonly Case[], dialect: Dialect): string {
  const findings = cases.filter((each) => each.dialect === dialect).flatMap((each) => each.findings);
  if (findings.length === 0) return "";
  const kinds = new Set(findings.flatMap(({ fix }) => fix?.applicability ?? []));
  return kinds.size === 0 ? "–" : [...kinds].sort().join(", ");
}
