import { plainFrom } from "../../source/index.ts";
import type { MapNode } from "../../source/index.ts";
import { textOf } from "../intrinsics.ts";
import { sectionOf } from "../nested/splice.ts";
import type { Link } from "./links.ts";

/** What the names of one stack become where several are put together. */
export interface Names {
  /** Of parameters and resources, which share one space of names. */
  readonly ids: ReadonlyMap<string, string>;
  readonly conditions: ReadonlyMap<string, string>;
  readonly mappings: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/** A stack in each version that there is of it. */
export interface Stack {
  readonly file: string;
  readonly roots: readonly MapNode[];
  readonly given: ReadonlyMap<string, string>;
}

/**
 * Names in which several stacks can stand side by side. A name that is taken gets the stack's own in front: `orders.IsProd`. A parameter that
 * two stacks write alike is one: who deploys them means one thing by `Stage`.
 */
export function jointNames(stacks: readonly Stack[], links: readonly Link[]): readonly Names[] {
  const labels = labelsOf(stacks.map(({ file }) => file));
  const taken = { ids: new Set<string>(), conditions: new Set<string>(), mappings: new Set<string>(), outputs: new Set<string>() };
  const shared = new Map<string, { readonly stack: Stack; readonly name: string }>();
  const counterparts = counterpartsOf(links);
  const made: Names[] = [];
  for (const [index, stack] of stacks.entries()) {
    const free = (key: string, used: ReadonlySet<string>): string => {
      let name = key;
      // A nested stack may have the name of the file.
      for (let count = 1; used.has(name); count++) name = `${labels[index] ?? ""}${count === 1 ? "" : count}.${key}`;
      return name;
    };
    const keysOf = (section: string): ReadonlySet<string> => new Set(stack.roots.flatMap((root) => sectionOf(root, section).map(({ key }) => key)));
    const named = (section: string, used: Set<string>): ReadonlyMap<string, string> => {
      const names = new Map(Array.from(keysOf(section), (key) => [key, free(key, used)]));
      for (const name of names.values()) used.add(name);
      return names;
    };
    const ids = new Map<string, string>();
    for (const key of keysOf("Parameters")) {
      const there = shared.get(key);
      const isOne = there !== undefined && there.stack.given.get(key) === stack.given.get(key) && isWrittenAlike(there.stack, stack, key);
      const forced = counterparts.get(`${index} ${key}`)?.map(({ stack: other, parameter }) => made[other]?.ids.get(parameter)).find((known) => known !== undefined);
      const name = forced ?? (isOne ? there.name : free(key, taken.ids));
      ids.set(key, name);
      taken.ids.add(name);
      if (there === undefined) shared.set(key, { stack, name });
    }
    for (const [id, name] of named("Resources", taken.ids)) if (!ids.has(id)) ids.set(id, name);
    made.push({ ids, conditions: named("Conditions", taken.conditions), mappings: named("Mappings", taken.mappings), outputs: named("Outputs", taken.outputs) });
  }
  return made;
}

/** Parameters that have to have one value for the names of an export and an import to meet: for each those of other stacks. */
function counterpartsOf(links: readonly Link[]): ReadonlyMap<string, readonly { readonly stack: number; readonly parameter: string }[]> {
  const found = new Map<string, { readonly stack: number; readonly parameter: string }[]>();
  const add = (stack: number, parameter: string, other: { readonly stack: number; readonly parameter: string }): void => {
    const key = `${stack} ${parameter}`;
    const there = found.get(key);
    if (there === undefined) found.set(key, [other]);
    else there.push(other);
  };
  for (const { from, to, alike } of links) {
    for (const pair of alike) {
      add(from, pair.from, { stack: to, parameter: pair.to });
      add(to, pair.to, { stack: from, parameter: pair.from });
    }
  }
  return found;
}

/** One type, the same values to choose from and, where both have one, the same default. */
function isWrittenAlike(one: Stack, other: Stack, name: string): boolean {
  const [left, right] = [definitionOf(one, name), definitionOf(other, name)];
  if (left === undefined || right === undefined || textOf(left.get("Type")) !== textOf(right.get("Type"))) return false;
  if (textIn(left, "AllowedValues") !== textIn(right, "AllowedValues")) return false;
  const [first, second] = [textIn(left, "Default"), textIn(right, "Default")];
  return first === undefined || second === undefined || first === second;
}

function definitionOf({ roots }: Stack, name: string): MapNode | undefined {
  for (const root of roots) {
    const section = root.get("Parameters");
    const definition = section?.kind === "map" ? section.get(name) : undefined;
    if (definition?.kind === "map") return definition;
  }
  return undefined;
}

function textIn(definition: MapNode, key: string): string | undefined {
  const node = definition.get(key);
  return node === undefined ? undefined : JSON.stringify(plainFrom(node));
}

/** Short names for files that differ: `orders` for orders.yaml, and for orders/template.yaml or orders/.serverless/stack.json. */
function labelsOf(files: readonly string[]): readonly string[] {
  const bases = files.map((file) => (file.split("/").at(-1) ?? "").replace(/\.[^.]*$/u, "").replace(/\.template$/u, ""));
  const labels: string[] = [];
  for (const [index, file] of files.entries()) {
    const base = bases[index] ?? "";
    const isCommon = base === "template" || bases.indexOf(base) !== bases.lastIndexOf(base);
    const folder = file.split("/").slice(0, -1).findLast((part) => part !== "" && !part.startsWith("."));
    const plain = (isCommon ? (folder ?? base) : base).replaceAll(/[^\w-]/gu, "-") || "stack";
    let label = plain;
    for (let count = 2; labels.includes(label); count++) label = `${plain}${count}`;
    labels.push(label);
  }
  return labels;
}
