import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { DIFF_OPTIONS, LINT_OPTIONS, MERGE_SARIF_OPTIONS } from "../../src/cli/options.ts";

const root = join(import.meta.dirname, "../..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const pages = ["pre-commit", "github", "ci"].map((name) => ({ name, text: readFileSync(join(root, `docs/${name}.md`), "utf8") }));
const blocks = pages.flatMap(({ name, text }) => [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gmu)].map(([, language = "", code = ""], index) => ({ name: `${name}, block ${index + 1}`, language, code })));

describe("the recipes in docs", () => {
  it.each(blocks.filter(({ language }) => language === "yaml"))("are YAML: $name", ({ code }) => {
    expect(parseDocument(code).errors).toEqual([]);
  });

  it.each(blocks)("give each command options that it has: $name", ({ code }) => {
    const lines = code.split("\n").filter((line) => line.includes("cors-lint"));
    for (const line of lines) {
      const command = /cors-lint(?:@[\d.]+)?\s+(.*)/u.exec(line)?.[1] ?? "";
      const options = command.startsWith("diff") ? DIFF_OPTIONS : command.startsWith("merge-sarif") ? MERGE_SARIF_OPTIONS : LINT_OPTIONS;
      for (const [, option = ""] of command.matchAll(/--([a-z-]+)/gu)) expect(Object.keys(options)).toContain(option);
    }
  });

  it("name the version of the package", () => {
    const named = pages.flatMap(({ text }) => Array.from(text.matchAll(/cors-lint@v?(\d+\.\d+\.\d+)|rev: v(\d+\.\d+\.\d+)/gu), (match) => match[1] ?? match[2]));
    expect(new Set(named)).toEqual(new Set([version]));
  });

  it("list each input of the action", () => {
    const inputs = Array.from(readFileSync(join(root, "action.yml"), "utf8").matchAll(/^ {2}([a-z-]+):\n {4}description/gmu), ([, name]) => name);
    const page = pages.find(({ name }) => name === "github")?.text;
    for (const name of inputs.filter((input) => input !== "exit-code" && input !== "sarif")) expect(page).toContain(`| \`${name}\``);
  });
});
