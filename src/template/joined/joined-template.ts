import type { Place, SourceFile } from "../../source/index.ts";
import { TooLarge } from "../nested/rewrite.ts";
import { type AssemblyFacts, type Expanded, templateOf } from "../template.ts";
import type { Template } from "../types.ts";
import { type Joined, joined } from "./join.ts";
import type { Version } from "./join-stacks.ts";
import { jointNames } from "./names.ts";

/** Nodes that are gone through to put stacks together. */
const MAX_NODES = 1_500_000;

/** One version of some stacks as one template, under names that are free in the other version as well; `undefined` where it has none of them. */
export function joinedTemplate(group: readonly number[], version: Version, other: Version): Template | "too-large" | undefined {
  const present = group.filter((index) => version.templates[index] !== undefined);
  if (present.length === 0) return undefined;
  const position = (index: number): number => present.indexOf(index);
  const isWithin = ({ from, to }: { readonly from: number; readonly to: number }): boolean => present.includes(from) && present.includes(to);
  const links = version.links.filter(isWithin).map((link) => ({ ...link, from: position(link.from), to: position(link.to) }));
  const all = group.map((index) => {
    const versions = [version.sources[index], other.sources[index]].filter((source) => source !== undefined);
    return { file: versions[0]?.name ?? "", roots: versions.map(({ root }) => root), given: versions[0]?.given ?? new Map<string, string>() };
  });
  const between = [...version.links, ...other.links].filter(({ from, to }) => group.includes(from) && group.includes(to)).map((link) => ({ ...link, from: group.indexOf(link.from), to: group.indexOf(link.to) }));
  const names = jointNames(all, between);
  const stacks = present.flatMap((index): readonly Stack[] => {
    const [source, template] = [version.sources[index], version.templates[index]];
    return source === undefined || template === undefined ? [] : [{ source, template }];
  });
  try {
    return surrounded(stacks, joined(stacks.map(({ source }) => source), present.flatMap((index) => names[group.indexOf(index)] ?? []), links, { nodes: MAX_NODES }));
  } catch (error) {
    if (error instanceof TooLarge) return "too-large";
    throw error;
  }
}

interface Stack {
  readonly source: Expanded;
  readonly template: Template;
}

/** What surrounds each of the stacks, for all of them. */
function surrounded(stacks: readonly Stack[], { ids, ...rest }: Joined): Template | undefined {
  const [first, ...others] = stacks;
  if (first === undefined) return undefined;
  const owners = new Map<string, { readonly source: Expanded; readonly constructPath: string | undefined }>();
  for (const [index, { source, template }] of stacks.entries()) {
    for (const [id, name] of ids[index] ?? []) owners.set(name, { source, constructPath: template.resources.get(id)?.constructPath });
  }
  const reader = readersOf(stacks);
  return templateOf({
    ...first.source,
    ...rest,
    assembly: assemblyOf(stacks),
    nested: [...new Set([...first.source.nested, ...others.flatMap(({ source }) => [source.written, ...source.nested])])],
    readLocal: reader.readLocal,
    readText: reader.readText,
    joined: {
      files: others.map(({ source }) => source.name),
      stackOf: (id) => owners.get(id)?.source.name,
      constructPathOf: (id) => owners.get(id)?.constructPath,
      metadataOf: (id) => owners.get(id)?.source.root.get("Metadata"),
    },
  });
}

function assemblyOf(stacks: readonly Stack[]): AssemblyFacts | undefined {
  const known = stacks.flatMap(({ source }) => source.assembly ?? []);
  const [first] = known;
  const firstOf = <Found>(ask: (assembly: AssemblyFacts) => Found | undefined): Found | undefined => {
    for (const assembly of known) {
      const found = ask(assembly);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return first && { ...first, createdAt: (path) => firstOf(({ createdAt }) => createdAt(path)), assetFile: (key) => firstOf(({ assetFile }) => assetFile(key)) };
}

/** Each stack reads files of its own project: what a file refers to is looked for by who brought the file in. */
function readersOf(stacks: readonly Stack[]): Pick<Template, "readLocal" | "readText"> {
  const owners = new Map<string, Expanded>();
  for (const { source } of stacks) for (const { place } of [source.written, ...source.nested]) if (!owners.has(place.file.name)) owners.set(place.file.name, source);
  const [first] = stacks.map(({ source }) => source);
  const ownerOf = (file: string): Expanded | undefined => owners.get(file) ?? first;
  const brought = (file: SourceFile, owner: Expanded): void => {
    if (!owners.has(file.name)) owners.set(file.name, owner);
  };
  const nothing = { refused: "no stack refers to it" };
  return {
    readLocal: (from: Place, reference) => {
      const owner = ownerOf(from.file.name);
      const found = owner?.readLocal(from, reference) ?? nothing;
      if (owner !== undefined && "root" in found) brought(found.root.place.file, owner);
      return found;
    },
    readText: (from, reference) => {
      const owner = ownerOf(from);
      const found = owner?.readText(from, reference) ?? nothing;
      if (owner !== undefined && "file" in found) brought(found.file, owner);
      return found;
    },
  };
}
