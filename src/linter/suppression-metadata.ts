import type { Edit, Entry, MapNode, Node } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import type { Scope, SuppressedRule, Suppression } from "./suppressions.ts";

/**
 * `Metadata: {cors-lint: {disable: {rule: reason}}}` on the template, its nested ones, and their resources, as they are written. What a
 * template says of itself holds for what is nested in it, and not for stacks that it was put together with.
 */
export function metadataSuppressions({ written, nested, joinedFiles }: Template): readonly Suppression[] {
  const alone = (root: MapNode): readonly Suppression[] => ofDocument(root, { kind: "lines", file: root.place.file.name, from: 1, to: Infinity });
  return [...(joinedFiles.length === 0 ? ofDocument(written, { kind: "template" }) : alone(written)), ...nested.flatMap(alone)];
}

function ofDocument(root: MapNode, scope: Scope): readonly Suppression[] {
  const found = suppressionsIn(root, scope);
  const resources = root.get("Resources");
  if (resources?.kind !== "map") return found;
  for (const { key, value } of resources.entries()) {
    if (value.kind === "map" && value.has("Metadata")) found.push(...suppressionsIn(value, { kind: "resource", file: root.place.file.name, id: key }));
  }
  return found;
}

function suppressionsIn(holder: MapNode, scope: Scope): Suppression[] {
  // From the outside in: what is left empty goes with what it held.
  const metadata = entryOf(holder, "Metadata");
  const ours = entryOf(metadata?.value, "cors-lint");
  const disable = entryOf(ours?.value, "disable");
  if (!metadata || !ours || !disable) return [];
  const common = { scope, by: "metadata", place: disable.keyPlace } as const;
  const whole = sizeOf(ours.value) > 1 ? disable : sizeOf(metadata.value) > 1 ? ours : metadata;
  if (disable.value.kind !== "map") return [{ ...common, rules: [], reason: undefined, removal: [removal(whole)], mistake: "disable is no map of rules to reasons" }];

  const entries = [...disable.value.entries()];
  return entries.map((entry): Suppression => {
    const edits = [removal(entries.length === 1 ? whole : entry)];
    const rule: SuppressedRule = { id: entry.key, place: entry.keyPlace, removal: edits };
    return { ...common, place: entry.keyPlace, rules: [rule], reason: entry.value.kind === "scalar" && entry.value.text !== "" ? entry.value.text : undefined, removal: edits };
  });
}

function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === "map" ? node.entry(key) : undefined;
}

function sizeOf(node: Node | undefined): number {
  return node?.kind === "map" ? node.size : 0;
}

function removal({ value }: Entry): Edit {
  return { kind: "remove", place: value.place };
}
