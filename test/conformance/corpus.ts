import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allRules } from "../../rules/index.ts";
import { apisOf, type Finding, lint, loadTemplate, type Template } from "../../src/index.ts";
import { DISPUTED } from "./disputed.ts";
import { filesBeside } from "./project-files.ts";

/** One line of `index.json`. */
interface Entry {
  readonly file: string;
  readonly type: string;
  /** Path in the repository it is from. */
  readonly path?: string;
  /** Of a project: the file among the single templates that it belongs to. */
  readonly template?: string;
  /** Of a project: its files, by their paths in it. */
  readonly files?: readonly string[];
  readonly repo?: string;
  readonly commit?: string;
  readonly format?: string;
  readonly resources?: number;
}

/** One line of `labels.jsonl`. */
interface Label {
  readonly file: string;
  readonly route: string;
  readonly intent: string;
  readonly expectation: { readonly responseBasis: string };
  readonly lint: "must-flag" | "may-flag" | "must-not-flag";
  readonly rules: readonly (readonly string[])[];
  readonly reason: string;
}

interface Linted {
  readonly findings: readonly Finding[];
  readonly resources: number;
  readonly milliseconds: number;
  /** Routes whose API owns CORS, as `api method path`. */
  readonly owning: ReadonlySet<string>;
}

/** Formats of which a label can be checked without the source of the functions. */
const LABELLED = /^(?:cfn|cdk|sls|sam)-/u;

/** Past this a file counts as a hang. */
const SLOW_MILLISECONDS = 5_000;

/**
 * Lints every template of a folder like the corpus (index.json, labels.jsonl) and compares: no crash, no hang, no lost resource, labels.
 * Returns the exit code.
 */
export async function conformCorpus(dir: string, out: (line: string) => void): Promise<number> {
  const entries: readonly Entry[] = JSON.parse(readFileSync(join(dir, "index.json"), "utf8"));
  const labels = readLabels(join(dir, "labels.jsonl"));
  let agree = 0;
  let differ = 0;
  let disputed = 0;
  const say = (isRight: boolean, what: string): void => {
    if (isRight) {
      agree++;
      return;
    }
    const reason = DISPUTED.find((entry) => what.includes(entry.what))?.reason;
    if (reason === undefined) differ++;
    else disputed++;
    out(`${reason === undefined ? "DIFFERS" : "disputed"} ${what}${reason === undefined ? "" : ` (${reason})`}`);
  };

  const homes = homesOf(entries);
  for (const entry of entries) {
    const path = join(dir, entry.file);
    if (entry.type === "project" || entry.type === "cdk.out-layout" || !existsSync(path)) continue;
    const linted = await lintFile(dir, entry.file, homes.get(entry.file)).catch((error: unknown) => ({ crash: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
    if ("crash" in linted) {
      say(false, `${entry.file}: crash: ${linted.crash}`);
      continue;
    }
    say(linted.milliseconds < SLOW_MILLISECONDS, `${entry.file}: took ${Math.round(linted.milliseconds)} ms`);
    const crashes = linted.findings.filter((finding) => finding.rule === "internal-error");
    say(crashes.length === 0, `${entry.file}: ${crashes.map((finding) => finding.message).join("; ")}`);
    if (entry.resources !== undefined) say(linted.resources === entry.resources, `${entry.file}: ${linted.resources} resources, the index has ${entry.resources}`);
    if (!LABELLED.test(entry.format ?? "")) continue;
    for (const label of labels.get(entry.file) ?? []) checkLabel(label, linted.findings, homes.has(entry.file), say);
    if (homes.has(entry.file)) for (const told of toldInVain(linted)) say(false, `${entry.file}: ${told}`);
  }
  if (disputed > 0) out(`${disputed} disputed, see test/conformance/disputed.ts`);
  out(`${agree} agree, ${differ} differ`);
  return differ === 0 ? 0 : 1;
}

function checkLabel(label: Label, findings: readonly Finding[], hasProject: boolean, say: (isRight: boolean, what: string) => void): void {
  const here = findings.filter((finding) => concerns(finding, label.route));
  const name = `${label.file} ${label.route}`;
  if (label.lint === "must-not-flag") {
    const loud = here.filter((finding) => finding.severity !== "info" && !isDoubt(finding));
    say(loud.length === 0, `${name}: must not be flagged, but has ${loud.map((finding) => `${finding.severity} ${finding.rule}`).join(", ")}`);
  }
  if (label.lint !== "must-flag") return;
  for (const accepted of label.rules) {
    if (accepted.length === 0 || !canBeShown(label, accepted, hasProject)) continue;
    say(here.some((finding) => accepted.includes(finding.rule)), `${name}: lacks ${accepted.join(" or ")} (${label.reason})`);
  }
}

/** Findings about what the function returns need its source: in the template, or in the project folder beside it. */
function canBeShown(label: Label, accepted: readonly string[], hasProject: boolean): boolean {
  const { responseBasis } = label.expectation;
  return !accepted.some((id) => id.startsWith("handler-")) || responseBasis === "template" || responseBasis === "inline-code" || (responseBasis === "handler-file" && hasProject);
}

/** Findings that tell a function to send the header although what stands in front of it owns CORS. */
function toldInVain({ findings, owning }: Linted): readonly string[] {
  const told = findings.filter(({ rule, routes }) => /^(?:handler-)?missing-allow-origin/u.test(rule) && routes.some(({ api, method, path }) => owning.has(`${api} ${method} ${path}`)));
  return told.map(({ rule }) => `${rule} although the API owns CORS`);
}

/** Routes of HTTP APIs and function URLs that own CORS. */
function owningRoutes(template: Template): ReadonlySet<string> {
  const [scenario] = [...apisOf(template)].flatMap((outline) => template.scenarios(outline.members).all);
  const apis = scenario === undefined ? [] : apisOf(template).flatMap((outline) => outline.build(template.world(scenario)) ?? []);
  return new Set(apis.filter((api) => api.kind !== "rest" && api.ownsCors === "yes").flatMap((api) => api.routes.map(({ method, path }) => `${api.name} ${method} ${path}`)));
}

/** The one warning for an API of unknown intent. */
function isDoubt(finding: Finding): boolean {
  return finding.severity === "warning" && (finding.rule === "missing-options-method" || finding.rule === "missing-cors-configuration");
}

/**
 * Advice about an API as a whole: what pages cannot read of its errors. It names no route and blocks none, and labels are about requests
 * that succeed; each API that asks for a token without gateway responses would count against all of its routes else.
 */
const API_WIDE_ADVICE: ReadonlySet<string> = new Set(["missing-gateway-response-headers", "shadowed-gateway-response"]);

/** Does a finding speak of the route of a label? One that names no route speaks of the whole template, unless it is advice. */
function concerns(finding: Finding, route: string): boolean {
  if (finding.routes.length === 0) return !API_WIDE_ADVICE.has(finding.rule);
  const [method = "", path = ""] = route.split(" ", 2);
  return finding.routes.some((named) => {
    if (/^function-url$/u.test(path) || path === named.api) return true;
    if (method === "$default") return named.path === "$default";
    return named.method === method && named.path === path;
  });
}

function readLabels(path: string): Map<string, Label[]> {
  const labels = new Map<string, Label[]>();
  if (!existsSync(path)) return labels;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const label: Label = JSON.parse(line);
    labels.set(label.file, [...(labels.get(label.file) ?? []), label]);
  }
  return labels;
}

/** Where a single template really stands: its path in the project folder that has the files beside it, of the same commit. */
function homesOf(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const project of entries.filter(({ type }) => type === "project")) {
    const { path: folder = "" } = project;
    for (const { file, type, path, repo, commit } of entries) {
      const isThere = type !== "project" && type !== "hazard" && path?.startsWith(folder) === true && repo === project.repo && commit === project.commit;
      if (isThere && (file === project.template || project.files?.includes(path.slice(folder.length)) === true)) homes.set(file, project.file + path.slice(folder.length));
    }
  }
  return homes;
}

async function lintFile(dir: string, file: string, home = file): Promise<Linted> {
  const start = performance.now();
  const template = await loadTemplate({ name: home, bytes: readFileSync(join(dir, file)) }, { parameters: new Map(), readProjectFile: filesBeside(dir) });
  if ("notATemplate" in template) return { findings: [], resources: 0, milliseconds: performance.now() - start, owning: new Set() };
  const { findings } = lint([template], allRules, {});
  const milliseconds = performance.now() - start;
  return { findings, resources: template.resourcesWritten, milliseconds, owning: owningRoutes(template) };
}
