import { describe, expect, it } from "vitest";
import { layoutOf, type MapNode, readDocument, textAgain } from "../../src/source/index.ts";

const yaml = "Users:\n  Name: users\n  Path: '/users'\n";
const json = '{"Users": {"Name": "users", "Path": "/users"}}';

describe("a file that settles its places", () => {
  it.each([["template.yaml", yaml], ["template.json", json]])("%s: says of each place, kept or not, what it said before", (name, text) => {
    const { file, root } = readDocument(name, new TextEncoder().encode(text));
    const users = (root as MapNode).place.child("Users"); // Both texts are maps.
    const places = [users, users.key, users.child("Name"), users.child("Path").at(1, 6), users.child("Path").entry];
    const before = places.map(({ range }) => range);
    const { layout } = file;
    file.settle(places.slice(0, 2));
    expect(places.map(({ range }) => range)).toEqual(before);
    expect(file.layout).not.toBe(layout);
    expect(file.line(1)).toBe(text.split("\n")[0]);
  });

  it.each([["template.yaml", yaml], ["template.json", json]])("%s: gets its text again where it let go of it", (name, text) => {
    const bytes = new TextEncoder().encode(text);
    const { file, root } = readDocument(name, bytes);
    const other = readDocument(`other-${name}`, bytes).file;
    const users = (root as MapNode).place.child("Users"); // Both texts are maps.
    const places = [users, users.child("Path").at(1, 6), users.child("Path").entry];
    const before = places.map(({ range }) => range);
    let reads = 0;
    const again = { layoutOf, text: textAgain(() => (reads++, bytes), text.length) };
    file.settle(places.slice(0, 2), again);
    other.settle([], again);
    expect(places.slice(0, 2).map(({ range }) => range)).toEqual(before.slice(0, 2));
    expect(reads).toBe(0);
    expect(places.map(({ range }) => range)).toEqual(before);
    expect([file.text, file.line(1), file.line(2)]).toEqual([text, text.split("\n")[0], text.split("\n")[1] ?? ""]);
    expect(reads).toBe(1);
    expect(other.line(1)).toBe(text.split("\n")[0]);
    expect(file.text).toBe(text);
    expect(reads).toBe(3);
  });

  it.each<[string, () => Uint8Array | { readonly message: string }]>([
    ["is gone", () => ({ message: "there is no such file" })],
    ["is another by now", () => new TextEncoder().encode(`# new\n${yaml}`)],
  ])("shows nothing of a text that %s, and says where its places stood", (_what, read) => {
    const { file, root } = readDocument("template.yaml", new TextEncoder().encode(yaml));
    const path = (root as MapNode).place.child("Users").child("Path"); // It is a map.
    const before = path.range;
    file.settle([path], { layoutOf, text: textAgain(read, yaml.length) });
    expect(path.range).toEqual(before);
    expect([file.text, file.line(3)]).toEqual(["", ""]);
  });
});
