import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, it } from "vitest";
import plugin from "../../src/eslint-plugin/index.ts";
import { lintProject, VERSIONS } from "./lint-texts.ts";

const docs = join(import.meta.dirname, "../../docs");
const editors = readFileSync(join(docs, "editors.md"), "utf8");
const eslint = readFileSync(join(docs, "eslint.md"), "utf8");

/** The files of the page: a name alone in its line, and a block of code below it. */
const FILES = Object.fromEntries([...editors.matchAll(/^`(?<name>[\w./-]+)`\n\n```\w+\n(?<text>[\s\S]*?)^```$/gmu)].map(({ groups }) => [groups?.["name"] ?? "", groups?.["text"] ?? ""]));

/** What the page says will be listed. */
const LISTED = /^```text\n(?<lines>[\s\S]*?)\n```$/mu.exec(editors)?.groups?.["lines"]?.split("\n");

describe("docs/editors.md", () => {
  it("has the files that it leads through", () => {
    expect(Object.keys(FILES)).toEqual(["eslint.config.mjs", ".vscode/settings.json", "template.yaml", "src/list-users.ts"]);
    expect(JSON.parse(FILES[".vscode/settings.json"] ?? "")).toEqual({ "eslint.validate": expect.arrayContaining(["javascript", "typescript", "json", "yaml"]) });
    expect(FILES["eslint.config.mjs"]).toContain("corsLint.configs.recommended,");
    expect(FILES["eslint.config.mjs"]).toContain("corsLint.configs.templates,");
  });

  it.each(VERSIONS)("ends with the squiggles that it promises, in ESLint $version", async ({ ESLint }) => {
    const { "template.yaml": template = "", "src/list-users.ts": handler = "" } = FILES;
    const typescript: Linter.Config = { files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } };
    const { results } = await lintProject(ESLint, { "template.yaml": template, "src/list-users.ts": handler }, [typescript, ...plugin.configs.recommended, ...plugin.configs.templates]);
    const found = results.flatMap(({ filePath, messages }) => messages.map(({ line, column, severity, ruleId }) => `${/(?:src\/)?[^/]+$/u.exec(filePath)?.[0] ?? ""}:${line}:${column} ${severity === 2 ? "error" : "warning"} ${ruleId ?? "fatal"}`));
    expect(found.toSorted()).toEqual(LISTED?.toSorted());
  });
});

describe("docs/eslint.md", () => {
  it("names each configuration, and each value of the setting", () => {
    const first = [...eslint.matchAll(/^\| `"?(?<word>[\w-]+)"?` \|/gmu)].map(({ groups }) => groups?.["word"]);
    expect(first).toEqual([...Object.keys(plugin.configs), "rest-proxy", "http-api", "managed-cors", "unknown"]);
  });

  it("speaks of rules that there are", () => {
    for (const [, id = ""] of `${editors}${eslint}`.matchAll(/cors-lint\/(?<id>[a-z]+(?:-[a-z]+)+)\b(?!\.)/gu)) {
      if (id !== "eslint-plugin") expect(Object.keys(plugin.rules ?? {})).toContain(id);
    }
  });
});
