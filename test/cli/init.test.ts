import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/index.ts";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

const written = (files: ReadonlyMap<string, Uint8Array>): string => new TextDecoder().decode(files.get("/project/cors-lint.config.yaml"));

describe("cors-lint init", () => {
  it("writes what the template shows, and why", async () => {
    const { code, out, files } = await run(["init"], { files: { "a.yaml": BROKEN } });
    expect(code).toBe(0);
    expect(out).toBe("Wrote cors-lint.config.yaml: 1 API in 1 template. Read what it says of each before you rely on it.\n");
    expect(written(files.files)).toBe(`# yaml-language-server: $schema=./node_modules/cors-lint/schema.json
# What cors-lint inferred from the templates. Correct what is wrong: from now on it is taken at its word.
# Everything that can stand here: node_modules/cors-lint/schema.json

apis:
  Users: # users, HTTP API (a.yaml:2)
    # this CORS configuration shows that browsers are meant to call it (a.yaml:8)
    clients: browser
    # allowed in a.yaml:8; name exactly the pages that call it
    origins: ["https://app.example.com"]
`);
  });

  const byStage = `Parameters:\n  Stage: { Type: String, AllowedValues: [dev, prod] }\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n${CLEAN.replace('"https://app.example.com"', '!If [IsProd, "https://app.example.com", "https://dev.example.com"]').replace("AllowMethods: [GET]", "AllowMethods: [GET]\n        AllowCredentials: true")}`;

  it("keeps the pages of scenarios apart, and sees credentials", async () => {
    const { files } = await run(["init"], { files: { "a.yaml": byStage } });
    expect(written(files.files)).toContain(`    origins:\n      "Stage=dev": ["https://dev.example.com"]\n      "Stage=prod": ["https://app.example.com"]\n`);
    expect(written(files.files)).toContain("    credentials: true\n");
  });

  it("is read as well once a person takes the hash off a line", async () => {
    const { files } = await run(["init"], { files: { "a.yaml": CLEAN.replace(/ {6}CorsConfiguration:[\s\S]*?AllowMethods: \[GET\]\n/u, "") } });
    const decided = written(files.files).replace("    # clients: browser # or service", "    clients: browser # or service");
    expect(decided).not.toBe(written(files.files));
    expect(readConfig("cors-lint.config.yaml", new TextEncoder().encode(decided), new Set())).not.toHaveProperty("problems");
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ["one that browsers call", { "a.yaml": CLEAN }],
    ["one with scenarios", { "a.yaml": byStage }],
    ["one of which nobody knows", { "a.yaml": CLEAN.replace(/ {6}CorsConfiguration:[\s\S]*?AllowMethods: \[GET\]\n/u, "") }],
    ["no API", { "a.yaml": "Resources:\n  Topic: { Type: AWS::SNS::Topic }\n" }],
    ["a name that is no plain YAML", { "a.yaml": CLEAN.replace("Name: users", 'Name: "users\\n# x: [ \\u2028"').replaceAll("Users", "Yes") }],
  ])("of %s it writes what it reads, and finds no more than without it", async (_, files) => {
    const first = await run(["init"], { files });
    const bytes = first.files.files.get("/project/cors-lint.config.yaml") ?? new Uint8Array();
    expect(readConfig("cors-lint.config.yaml", bytes, new Set())).not.toHaveProperty("problems");
    const config = new TextDecoder().decode(bytes);
    const [without, withIt] = [await run(["--format", "json"], { files }), await run(["--format", "json"], { files: { ...files, "cors-lint.config.yaml": config } })];
    expect(JSON.parse(withIt.out).findings).toEqual(JSON.parse(without.out).findings);
    expect(withIt.err).toBe("");
  });

  it.each<[string, Readonly<Record<string, string>>, number, string]>([
    ["a configuration is there", { "a.yaml": CLEAN, "cors-lint.config.json": "{}" }, 2, "there is a cors-lint.config.json already; it is not overwritten"],
    ["a configuration holds for the folder", { "a.yaml": CLEAN, "/.git/HEAD": "", "/cors-lint.config.yaml": "{}" }, 2, "holds for this folder already"],
    ["there is no template", { "a.yaml": LEFTHOOK }, 3, "nothing to infer"],
  ])("writes nothing where %s", async (_, files, code, message) => {
    const ran = await run(["init"], { files });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
    expect(ran.files.files.has("/project/cors-lint.config.yaml")).toBe(false);
  });
});

const corpus = process.env["CORS_LINT_CORPUS"];

describe("on real templates", () => {
  it.skipIf(corpus === undefined)("writes what it reads, and what it writes finds nothing new", { timeout: 300_000 }, async () => {
    const names = readdirSync(corpus ?? "", { recursive: true, encoding: "utf8" }).filter((name) => /\.(?:ya?ml|json|template)$/u.test(name)).sort();
    const wrong: string[] = [];
    let apis = 0;
    for (const name of names) {
      const bytes = readFileSync(join(corpus ?? "", name));
      if (bytes.length > 300_000) continue;
      const files = { "a.yaml": bytes };
      const first = await run(["init", "a.yaml"], { files });
      const config = first.files.files.get("/project/cors-lint.config.yaml");
      if (config === undefined) continue;
      apis++;
      const read = readConfig("cors-lint.config.yaml", config, new Set());
      if ("problems" in read) {
        wrong.push(`${name}: ${read.problems[0]?.message}`);
        continue;
      }
      const keys = ({ out }: { readonly out: string }): readonly string[] => JSON.parse(out).findings.map((found: { rule: string; start: { line: number } }) => `${found.rule}:${found.start.line}`);
      const without = new Set(keys(await run(["a.yaml", "--format", "json"], { files })));
      const more = keys(await run(["a.yaml", "--format", "json"], { files: { ...files, "cors-lint.config.yaml": config } })).filter((key) => !without.has(key));
      if (more.length > 0) wrong.push(`${name}: ${more.join(", ")}`);
    }
    expect(apis).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});
