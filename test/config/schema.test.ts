import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { readConfig, schemaOf } from "../../src/config/index.ts";
import { plainFrom, readDocument } from "../../src/source/index.ts";

const path = join(import.meta.dirname, "../../schema.json");

it("schema.json is current", async () => {
  await expect(`${JSON.stringify(schemaOf(allRules), null, 2)}\n`).toMatchFileSnapshot(path);
});

it("is what the package exports", () => {
  const { exports, files } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  expect(exports["./schema.json"]).toBe("./schema.json");
  expect(files).toContain("schema.json");
});

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schemaOf(allRules));
const known = new Set(allRules.map(({ id }) => id));

/** The schema and the reader agree. What only the reader can know (the spelling of an origin) is left out here. */
it.each<[string, boolean]>([
  ["{}", true],
  ["$schema: ./node_modules/cors-lint/schema.json", true],
  ["rules: { trailing-slash-origin: warning }", true],
  ["rules: { trailing-slash-origin: off }", true],
  ["rules: { trailing-slash-orign: warning }", false],
  ["rules: { trailing-slash-origin: fatal }", false],
  ["rules: [trailing-slash-origin]", false],
  ["strict: true", true],
  ["strict: 1", false],
  ["exclude: [cdk.out/]", true],
  ["exclude: cdk.out", false],
  ["exclude: [1]", false],
  ["parameters: { Stage: prod, Count: 1, Flag: true, Zones: [a, b] }", true],
  ["parameters: { Stage: { a: b } }", false],
  ["clients: browser", true],
  ["clients: browsers", false],
  ["origins: ['https://app.example.com']", true],
  ["origins: ['*']", false],
  ["origins: ['https://app.example.com/']", false],
  ["origins: 'https://app.example.com'", false],
  ["origins: { 'Stage=prod': ['https://app.example.com'], 'Stage=dev, IsEurope=true': [], default: [] }", true],
  ["origins: { prod: ['https://app.example.com'] }", false],
  ["credentials: yes please", false],
  ["requestHeaders: [authorization, X-Request-Id]", true],
  ["requestHeaders: ['x y']", false],
  ["apis: { Users: { clients: service }, '/webhooks/*': { origins: [], credentials: false } }", true],
  ["apis: { Users: service }", false],
  ["apis: { Users: { client: service } }", false],
  ["frontends: []", false],
])("%s: %s", (text, valid) => {
  const { root } = readDocument("cors-lint.config.yaml", new TextEncoder().encode(text));
  expect(validate(JSON.parse(JSON.stringify(root && plainFrom(root))))).toBe(valid);
  expect(!("problems" in readConfig("cors-lint.config.yaml", new TextEncoder().encode(text), known))).toBe(valid);
});
