import { describe, expect, it } from "vitest";
import { type MapNode, readDocument } from "../../src/source/index.ts";

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
});
