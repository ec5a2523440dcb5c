import { relative, sep } from "node:path";
import { allRules } from "../../rules/index.ts";
import { lint } from "../linter/lint.ts";
import type { Finding } from "../linter/types.ts";
import type { TextChange } from "../source/apply-edits.ts";
import { changesOfEach } from "../source/changes-of-each.ts";
import { type Comment, commentsIn } from "../source/comments.ts";
import type { Applicability, Edit, Place, Span } from "../source/index.ts";
import { loadTemplate } from "../template/load.ts";
import type { Template } from "../template/types.ts";
import { type FrontDoor, frontDoorOf, type FrontDoorQuestion } from "./front-doors.ts";
import { IncludeSites } from "./include-sites.ts";
import { projectConfig } from "./project-config.ts";
import { projectFiles } from "./project-files.ts";
import { provideTemplateEngine } from "./template-engine-loader.ts";

export interface TemplateText {
  /** As ESLint names it: an absolute path, mostly. */
  readonly filename: string;
  /** Without a byte order mark. */
  readonly text: string;
  /** Files outside it are not read. */
  readonly cwd: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** Rules of the strict set speak as well. */
  readonly strict: boolean;
}

/** A finding, as far as ESLint can show it: one place in one file. */
export interface TextFinding {
  readonly rule: string;
  readonly message: string;
  /** Offsets in the text that was linted. */
  readonly at: Span;
  readonly fix: { readonly title: string; readonly applicability: Applicability; readonly changes: readonly TextChange[] } | undefined;
}

export interface TemplateEngine {
  /** What the rules find in the text; nothing where it is no template. Throws where the project's configuration has mistakes. */
  findingsIn(input: TemplateText): readonly TextFinding[];
  /** Comments of a YAML text. */
  commentsIn(text: string): readonly Comment[];
  /** What a template says of the function behind a file. */
  frontDoorOf(question: FrontDoorQuestion): FrontDoor | undefined;
}

function findingsIn(input: TemplateText): readonly TextFinding[] {
  const project = projectConfig(input.cwd);
  if (project?.excludes(input.filename)) return [];
  const config = project?.config;
  const name = relative(input.cwd, input.filename).split(sep).join("/");
  const includes = new IncludeSites(projectFiles(input.cwd));
  // Offsets are UTF-16 units on both sides, and a lone surrogate stays one unit when it is replaced.
  const bytes = new TextEncoder().encode(input.text);
  const parameters = new Map([...(config?.parameters ?? []), ...input.parameters]);
  // What functions return is shown where it is written, by the handler rules.
  const template = loadTemplate({ name, bytes }, { parameters, readProjectFile: includes.read, withoutHandlers: true });
  if ("notATemplate" in template) return [];
  const { findings } = lint([template], allRules, { strict: input.strict, severities: config?.rules ?? new Map(), declarations: config?.declarations });
  const changes = changesOfEach(template.written.place.file, findings.map((finding) => editsHere(finding, template)));
  return findings.map((finding, index) => textFinding(finding, changes[index], template, includes));
}

function textFinding(finding: Finding, changes: readonly TextChange[] | undefined, template: Template, includes: IncludeSites): TextFinding {
  const isHere = finding.at.file.name === template.name;
  const place = isHere ? finding.at : includes.siteOf(finding.at.file.name, template);
  const elsewhere = isHere ? "" : `In ${pointOf(finding.at)}: `;
  return {
    rule: finding.rule,
    message: `${elsewhere}${sentence(finding.message)}${holdsIn(finding)} ${sentence(finding.help)}`,
    at: place === undefined ? { start: 0, end: 0 } : spanOf(place),
    fix: finding.fix && changes && { title: finding.fix.title, applicability: finding.fix.applicability, changes },
  };
}

/** Which stages or parameters it is about, where it is not all. */
function holdsIn({ scenarios }: Finding): string {
  return scenarios.length === 0 ? "" : ` (${scenarios.join("; ")})`;
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

function pointOf(place: Place): string {
  const { start } = place.range;
  return `${place.file.name}:${start.line}:${start.column}`;
}

function spanOf(place: Place): Span {
  const { start, end } = place.range;
  return { start: start.offset, end: end.offset };
}

/** The edits of its fix. One that reaches into another file is none: ESLint changes one file at a time. */
function editsHere({ at, fix }: Finding, template: Template): readonly Edit[] {
  const isHere = fix?.edits.every(({ place }) => place.file.name === template.name) === true;
  return isHere && at.file.name === template.name ? fix.edits : [];
}

provideTemplateEngine({ findingsIn, commentsIn, frontDoorOf });
