import { plainFrom } from "../../source/index.ts";
import type { MapNode } from "../../source/index.ts";
import { textOf } from "../intrinsics.ts";
import { sectionOf } from "../nested/splice.ts";
import type { Expanded } from "../template.ts";
import { type Hole, meeting, type SharedName } from "./shared-name.ts";
import { type Offer, type Shares, sharesOf, type Wish } from "./shares.ts";

/** One stack takes an output of another. */
export interface Link {
  /** Indexes of the templates. */
  readonly from: number;
  readonly to: number;
  /** {@link Wish.key} in the template that asks. */
  readonly key: string;
  readonly offer: Offer;
  /** Parameters that must have one value in both for the names to meet. */
  readonly alike: readonly { readonly from: string; readonly to: string }[];
}

/** Names of wishes and offers that are compared; a stack of CloudFormation has 200 outputs at most. */
const MAX_COMPARISONS = 5_000_000;

/**
 * Which template takes what from which other. A name that several stacks give, or that may turn out to be another's, says nothing; and of
 * templates that are copies of each other it is not known which is deployed.
 */
export function linksBetween(sources: readonly Expanded[]): readonly Link[] {
  const shares = sources.map(sharesOf);
  const [asked, given] = [shares.flatMap(({ wishes }) => wishes).length, shares.flatMap(({ offers }) => offers).length];
  if (asked * given > MAX_COMPARISONS) return [];
  const links = shares.flatMap(({ wishes }, from) => wishes.flatMap((wish) => linkOf(wish, from, sources, shares) ?? []));
  const copies = copiesAmong(sources, links);
  return links.filter(({ from }) => !copies.has(from));
}

function linkOf(wish: Wish, from: number, sources: readonly Expanded[], shares: readonly Shares[]): Link | undefined {
  const found: { readonly to: number; readonly offer: Offer; readonly isSure: boolean }[] = [];
  for (const [to, { offers }] of shares.entries()) {
    if (to === from || !isInReach(sources[from], sources[to], wish.output?.region)) continue;
    for (const offer of offers) {
      const answer = answerTo(wish, offer, sources[to]);
      if (answer !== "different") found.push({ to, offer, isSure: answer === "same" });
    }
  }
  // The same application may be synthesized more than once: what an assembly has itself is what it means.
  const own = assemblyOf(sources[from]);
  const near = own === undefined ? [] : found.filter(({ to, isSure }) => isSure && assemblyOf(sources[to]) === own);
  const [only, ...others] = near.length > 0 ? near : found;
  if (only === undefined || !only.isSure || others.length > 0) return undefined;
  return { from, to: only.to, key: wish.key, offer: only.offer, alike: wish.name && only.offer.name ? alikeIn(wish.name, only.offer.name) : [] };
}

/** The folder of the assembly that a template lies in. */
function assemblyOf(source: Expanded | undefined): string | undefined {
  const file = source?.assembly?.templateFile;
  return file !== undefined && source?.name.endsWith(file) === true ? source.name.slice(0, -file.length) : undefined;
}

/** Exports are of one account and one region; an output may be asked for in another region. */
function isInReach(one: Expanded | undefined, other: Expanded | undefined, region: string | undefined): boolean {
  const [left, right] = [one?.assembly?.environment, other?.assembly?.environment];
  if (left === undefined || right === undefined) return true;
  return right === (region === undefined ? left : left.replace(/[^/]*$/u, region));
}

function answerTo({ name, output }: Wish, offer: Offer, source: Expanded | undefined): "same" | "rival" | "different" {
  if (output !== undefined) return output.stack === source?.stackName && output.name === offer.output ? "same" : "different";
  return name === undefined || offer.name === undefined ? "different" : meeting(offer.name, name);
}

function alikeIn(wished: SharedName, offered: SharedName): Link["alike"] {
  if (wished.parts.length !== offered.parts.length) return [];
  const isParameter = (part: string | Hole | undefined): part is Hole => typeof part === "object" && part.kind === "parameter";
  return wished.parts.flatMap((part, index) => {
    const other = offered.parts[index];
    return isParameter(part) && isParameter(other) ? [{ from: part.name, to: other.name }] : [];
  });
}

/** Templates that would add the same route to the same API. */
function copiesAmong(sources: readonly Expanded[], links: readonly Link[]): ReadonlySet<number> {
  const first = new Map<string, number>();
  const copies = new Set<number>();
  for (const from of new Set(links.map((link) => link.from))) {
    const source = sources[from];
    const apis = new Map(links.filter((link) => link.from === from && link.offer.isApi).map(({ key, to, offer }) => [key, `${to} ${offer.output}`]));
    if (source === undefined || apis.size === 0) continue;
    for (const added of additionsOf(source, apis)) {
      const other = first.get(added);
      if (other === undefined) first.set(added, from);
      else if (other !== from) copies.add(from).add(other);
    }
  }
  return copies;
}

/** What makes two resources the same for API Gateway, by type. Gateway responses are often written in each stack, alike. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGateway::Resource": ["ParentId", "PathPart"],
  "AWS::ApiGateway::Method": ["ResourceId", "HttpMethod"],
  "AWS::ApiGatewayV2::Route": ["ApiId", "RouteKey"],
};

function* additionsOf({ root }: Expanded, apis: ReadonlyMap<string, string>): Generator<string> {
  for (const { value } of sectionOf(root, "Resources")) {
    const type = value.kind === "map" ? textOf(value.get("Type")) : undefined;
    const properties = value.kind === "map" ? value.get("Properties") : undefined;
    const names = type === undefined || !Object.hasOwn(IDENTITY, type) ? undefined : IDENTITY[type];
    if (names === undefined || properties?.kind !== "map") continue;
    const parts = names.map((name) => writtenIn(properties, name, apis));
    // What hangs on a resource of the same template is another's if that is.
    if (parts.some(({ isShared }) => isShared)) yield JSON.stringify([type, ...parts.map(({ text }) => text)]);
  }
}

/** A property as written; what is taken from another stack, by what it is there. */
function writtenIn(properties: MapNode, name: string, apis: ReadonlyMap<string, string>): { readonly text: string; readonly isShared: boolean } {
  const node = properties.get(name);
  const text = node === undefined ? "" : JSON.stringify(plainFrom(node));
  const shared = apis.get(text);
  return { text: shared ?? text, isShared: shared !== undefined };
}
