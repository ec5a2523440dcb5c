import type { SourceFile } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import { commentSuppressions } from "./suppression-comments.ts";
import { metadataSuppressions } from "./suppression-metadata.ts";
import type { Finding, Suppressed } from "./types.ts";

/** Something that takes findings away: a comment, or an entry of metadata. */
export interface Suppression {
  readonly scope: Scope;
  /** `undefined`: every rule. */
  readonly rules: readonly SuppressedRule[] | undefined;
  readonly reason: string | undefined;
  readonly by: Suppressed["by"];
  /** The comment or the key, as a whole. */
  readonly place: Finding["at"];
  /** Edits that take it away as a whole. */
  readonly removal: NonNullable<Finding["fix"]>["edits"];
  /** It is none, and why. */
  readonly mistake?: string;
}

export type Scope =
  | { readonly kind: "lines"; readonly file: string; readonly from: number; readonly to: number }
  | { readonly kind: "resource"; readonly file: string; readonly id: string }
  | { readonly kind: "template" }
  | { readonly kind: "none" };

export interface SuppressedRule {
  readonly id: string;
  readonly place: Finding["at"];
  /** Edits that take away this rule alone. */
  readonly removal: NonNullable<Finding["fix"]>["edits"];
}

/** What is left of the findings, what was taken away, and which suppressions did it. */
export interface SuppressionResult {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly suppressions: readonly Suppression[];
  /** For each suppression the ids that it took away something of; `*` for one of every rule. */
  readonly used: ReadonlyMap<Suppression, ReadonlySet<string>>;
}

/** What cannot be read is not checked, and no comment makes that right; the others speak of suppressions themselves. */
const NEVER_SUPPRESSED: ReadonlySet<string> = new Set(["parse-error", "internal-error", "unused-suppression"]);

/** The word without which a file suppresses nothing; most files are looked at no further. */
const MARK = "cors-lint";

/** Takes away the findings that comments and metadata of the template, and of the files that it includes, suppress where they are shown. */
export function applySuppressions(findings: readonly Finding[], template: Template): SuppressionResult {
  const stacks = [template.written, ...template.nested.filter(({ place }) => template.joinedFiles.includes(place.file.name))];
  const files = new Map<string, SourceFile>(stacks.map(({ place: { file } }) => [file.name, file]));
  for (const { at } of findings) files.set(at.file.name, files.get(at.file.name) ?? at.file);
  const comments = [...files.values()].filter(({ text }) => text.includes(`${MARK}-`)).flatMap(commentSuppressions);
  const documents = [template.written, ...template.nested];
  const metadata = documents.some(({ place }) => place.file.text.includes(MARK)) ? metadataSuppressions(template) : [];
  const suppressions = [...comments, ...metadata];
  if (suppressions.length === 0) return { findings, suppressed: [], suppressions, used: new Map() };

  const used = new Map<Suppression, Set<string>>();
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const index = new ScopeIndex(suppressions, new Set(template.nestedFiles));
  for (const finding of findings) {
    const taking = NEVER_SUPPRESSED.has(finding.rule) ? [] : index.covering(finding);
    const [first] = taking;
    if (!first) kept.push(finding);
    else suppressed.push({ finding, by: first.by, reason: first.reason });
    // Each of several that cover it is of use: none of them can go without a person's thought.
    for (const suppression of taking) used.set(suppression, (used.get(suppression) ?? new Set()).add(suppression.rules ? finding.rule : "*"));
  }
  return { findings: kept, suppressed, suppressions, used };
}

/** Suppressions by what they cover, so that a finding is not compared with each of them. */
class ScopeIndex {
  readonly #byLine = new Map<string, Suppression[]>();
  readonly #byResource = new Map<string, Suppression[]>();
  /** What covers many lines, by rule; `*`: every rule. */
  readonly #wide = new Map<string, Suppression[]>();
  readonly #nestedFiles: ReadonlySet<string>;

  constructor(suppressions: readonly Suppression[], nestedFiles: ReadonlySet<string>) {
    this.#nestedFiles = nestedFiles;
    for (const suppression of suppressions) {
      const { scope } = suppression;
      if (scope.kind === "resource") push(this.#byResource, scope.id, suppression);
      else if (scope.kind === "lines" && scope.from === scope.to) push(this.#byLine, `${scope.file}\n${scope.from}`, suppression);
      else if (scope.kind !== "none") for (const id of suppression.rules?.map((rule) => rule.id) ?? ["*"]) push(this.#wide, id, suppression);
    }
  }

  covering(finding: Finding): readonly Suppression[] {
    const file = finding.at.file.name;
    const line = finding.at.range.start.line;
    const [section, id] = finding.at.path;
    const ids = new Set([finding.resource, section === "Resources" ? String(id) : undefined]);
    const candidates = [
      ...(this.#byLine.get(`${file}\n${line}`) ?? []),
      ...[...ids].flatMap((resource) => (resource === undefined ? [] : (this.#byResource.get(resource) ?? []))),
      ...[...(this.#wide.get(finding.rule) ?? []), ...(this.#wide.get("*") ?? [])].filter(({ scope }) => scope.kind === "template" || (scope.kind === "lines" && scope.file === file && scope.from <= line && line <= scope.to)),
    ];
    return candidates.filter(({ rules, scope }) => !this.#isOfAnotherTemplate(scope, file) && (rules === undefined || rules.some((rule) => rule.id === finding.rule)));
  }

  /** A nested template may have resources of the same name. */
  #isOfAnotherTemplate(scope: Scope, file: string): boolean {
    return scope.kind === "resource" && scope.file !== file && (this.#nestedFiles.has(file) || this.#nestedFiles.has(scope.file));
  }
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
