import type { Api } from "../../src/aws/index.ts";
import type { MapNode, Node, Place } from "../../src/source/index.ts";

/** A resource as it is written in the template itself, before SAM or a loop made others of it; `undefined` where none is. */
export function writtenResource({ world }: Pick<Api, "world">, id: unknown): MapNode | undefined {
  const resources = world.template.written.get("Resources");
  const resource = resources?.kind === "map" && typeof id === "string" ? resources.get(id) : undefined;
  return resource?.kind === "map" ? resource : undefined;
}

/** What stands at a place of the template itself, as it is written there; `undefined` of places in other files. */
export function writtenNode({ world }: Pick<Api, "world">, place: Place): Node | undefined {
  return nodeAt(world.template.written, place);
}

/** What stands at a place of the document with this root. */
export function nodeAt(written: Node, { file, path }: Place): Node | undefined {
  if (file.name !== written.place.file.name) return undefined;
  let node: Node | undefined = written;
  for (const segment of path) node = node?.kind === "list" ? node.items[Number(segment)] : entryOf(node, String(segment));
  return node;
}

/** What stands under a key, where the node is a map that has it. */
export function entryOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? node.get(key) : undefined;
}

export function typeOf(resource: MapNode | undefined): string | undefined {
  const type = resource?.get("Type");
  return type?.kind === "scalar" ? type.text : undefined;
}

/** A logical id that is not taken yet. */
export function freeId({ world }: Pick<Api, "world">, wanted: string): string {
  let id = wanted;
  while (world.template.resources.has(id)) id += "2";
  return id;
}
