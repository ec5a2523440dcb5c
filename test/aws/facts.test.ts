import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const documented = readFileSync(join(root, "docs/aws-behaviour.md"), "utf8");

const FACT = /\b(?:HS|R|M|B|G|P|D|H|V|L|U)\d{1,2}\b/gu;
const SECTION = /\((\d\.\d{1,2}b?)[,)]/gu;

function commentsBelow(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: [...readFileSync(file, "utf8").matchAll(/\/\*\*[\s\S]*?\*\/|\/\/.*$/gmu)].map(([text]) => text).join("\n") }));
}

describe("docs/aws-behaviour.md", () => {
  const comments = commentsBelow("src/aws");

  it("has a row for each fact that the code cites", () => {
    const cited = new Set(comments.flatMap(({ text }) => [...text.matchAll(FACT)].map(([id]) => id)));
    expect([...cited].filter((id) => !documented.includes(`| ${id} |`) && !documented.includes(`| ${id}, `))).toEqual([]);
    expect(cited.size).toBeGreaterThan(30);
  });

  it("has each section that the code cites", () => {
    const cited = new Set(comments.flatMap(({ text }) => [...text.matchAll(SECTION)].map(([, id]) => id ?? "")));
    expect([...cited].filter((id) => !documented.includes(`### ${id} `))).toEqual([]);
  });
});
