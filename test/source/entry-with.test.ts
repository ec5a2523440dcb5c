import { describe, expect, it } from "vitest";
import { entryWith, readDocument, scalarNode } from "../../src/source/index.ts";

describe("an entry with another value", () => {
  it.each([
    ["a.yaml", "a: 1\n"],
    ["a.json", '{"a": 1}'],
  ])("keeps the place of its key (%s)", (name, text) => {
    const { root } = readDocument(name, new TextEncoder().encode(text));
    const entry = root?.kind === "map" ? root.entry("a") : undefined;
    if (!entry) throw new Error("there is no entry");
    const changed = entryWith(entryWith(entry, { value: scalarNode(entry.value.place, 2) }), { key: "b" });
    expect([changed.key, changed.keyPlace.id, changed.value.kind === "scalar" && changed.value.text]).toEqual(["b", entry.keyPlace.id, "2"]);
  });
});
