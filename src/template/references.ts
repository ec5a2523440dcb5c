import type { Place } from "../source/index.ts";
import type { Mention } from "./intrinsics.ts";
import { walkAll } from "./mentions.ts";
import type { Reference, Resource } from "./types.ts";

/** Every mention of another resource in the body of one, and each `DependsOn`, in the order in which they are written. */
export function referencesFrom({ id: from, body, dependsOn }: Resource, resources: ReadonlyMap<string, Resource>): readonly Reference[] {
  const references: Reference[] = [];
  for (const { id: to, place } of dependsOn) if (resources.has(to)) references.push({ from, to, via: "DependsOn", attribute: undefined, place });
  const walker = {
    mention: (mention: Mention): void => {
      if (resources.has(mention.id)) references.push(new MentionFrom(from, mention));
    },
  };
  for (const key of body.keys()) {
    const value = key === "DependsOn" || key === "Type" || key === "Condition" ? undefined : body.get(key);
    if (value) walkAll(value, walker);
  }
  return references;
}

/** A mention knows its place only when it is asked for it, and few ask. */
class MentionFrom implements Reference {
  readonly from: string;
  readonly to: string;
  readonly via: Reference["via"];
  readonly attribute: string | undefined;
  readonly #mention: Mention;

  constructor(from: string, mention: Mention) {
    this.from = from;
    this.to = mention.id;
    this.via = mention.via;
    this.attribute = mention.attribute;
    this.#mention = mention;
  }

  get place(): Place {
    return this.#mention.place;
  }
}
