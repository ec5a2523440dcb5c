import { sectionOf } from "../nested/splice.ts";
import { type Expanded, originOf } from "../template.ts";
import type { Template } from "../types.ts";
import { joinedTemplate } from "./joined-template.ts";
import { type Link, linksBetween } from "./links.ts";

/** Stacks that are put together. */
const MAX_STACKS = 100;
/** Their resources. CloudFormation takes 500 in a stack. */
const MAX_RESOURCES = 20_000;

/**
 * The templates of a run, those that take a part of an API from each other (`Fn::ImportValue`) put together, as one template that stands
 * where the first of them stood. What is taken from no template of the run, or perhaps from several, stays out of view.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export function joinStacks(templates: readonly Template[]): readonly Template[] {
  return joinVersions(templates.map((after) => ({ before: undefined, after }))).flatMap(({ after }) => after ?? []);
}

/** Two versions of a template; one of them is missing where the file is new or gone. */
export interface Versions {
  readonly before: Template | undefined;
  readonly after: Template | undefined;
}

/** The same for two versions at once: what is put together in one is put together in both, under the same names. */
export function joinVersions(pairs: readonly Versions[]): readonly Versions[] {
  const [before, after] = [versionOf(pairs.map((pair) => pair.before)), versionOf(pairs.map((pair) => pair.after))];
  const whole = new Map<number, Versions>();
  const inner = new Set<number>();
  for (const group of groupsOf(pairs.length, [...after.links, ...before.links])) {
    if (group.length > MAX_STACKS || Math.max(sizeOf(group, before), sizeOf(group, after)) > MAX_RESOURCES) continue;
    const joined = { before: joinedTemplate(group, before, after), after: joinedTemplate(group, after, before) };
    if (joined.before === "too-large" || joined.after === "too-large") continue;
    for (const index of group) inner.add(index);
    whole.set(Math.min(...group), { before: joined.before, after: joined.after });
  }
  return pairs.flatMap((pair, index) => whole.get(index) ?? (inner.has(index) ? [] : [pair]));
}

/** The templates of a run in one version, by index, and what they take from each other. */
export interface Version {
  readonly sources: readonly (Expanded | undefined)[];
  readonly templates: readonly (Template | undefined)[];
  readonly links: readonly Link[];
}

function versionOf(templates: readonly (Template | undefined)[]): Version {
  const sources = templates.map((template) => template && originOf(template));
  const there = sources.flatMap((source, index) => (source === undefined ? [] : [{ source, index }]));
  const links = linksBetween(there.map(({ source }) => source)).map((link) => ({ ...link, from: there[link.from]?.index ?? link.from, to: there[link.to]?.index ?? link.to }));
  return { sources, templates, links };
}

function sizeOf(group: readonly number[], { sources }: Version): number {
  return group.reduce((sum, index) => sum + (sources[index] === undefined ? 0 : sectionOf(sources[index].root, "Resources").length), 0);
}

/** Templates that belong together; the one whose API most others take comes first, for it keeps its names. */
function groupsOf(count: number, links: readonly Link[]): readonly (readonly number[])[] {
  const group = Array.from({ length: count }, (_, index) => [index]);
  for (const { from, to } of links) {
    const [one, other] = [group[from], group[to]];
    if (one === undefined || other === undefined || one === other) continue;
    one.push(...other);
    for (const index of other) group[index] = one;
  }
  const taken = (index: number): number => links.filter(({ to, offer }) => to === index && offer.isApi).length;
  return [...new Set(group)].filter(({ length }) => length > 1).map((members) => members.map((index) => ({ index, weight: taken(index) })).toSorted((a, b) => b.weight - a.weight || a.index - b.index).map(({ index }) => index));
}
