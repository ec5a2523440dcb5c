import { describe, expect, it } from "vitest";
import { allRules, apisOf, formatterOf, formats, lint, loadTemplate, predictFetch } from "../../src/index.ts";
import { BROKEN } from "./run.ts";

const loaded = loadTemplate({ name: "template.yaml", bytes: new TextEncoder().encode(BROKEN) }, { parameters: new Map() });
if ("notATemplate" in loaded) throw new Error(loaded.notATemplate);
const template = loaded;

describe("the library", () => {
  it("lints a template and prints the result in each format", async () => {
    const result = lint([template], allRules);
    expect(result.findings.map(({ rule }) => rule)).toContain("trailing-slash-origin");
    for (const format of formats) expect((await formatterOf(format))(result, { rules: allRules })).toContain("trailing-slash-origin");
  });

  it("predicts what a browser decides about an API of a template", () => {
    const [outline] = apisOf(template);
    const [scenario] = template.scenarios(outline?.members ?? []).all;
    const server = outline?.build(template.world(scenario))?.server;
    if (!server) throw new Error("there is no API");
    const request = { origin: "https://app.example.com", target: "https://api.example.net", method: "GET", path: "/users", headers: [], credentials: "same-origin" } as const;
    expect(predictFetch(server, request)).toMatchObject({ outcome: "blocked", error: "MissingAllowOriginHeader" });
  });
});
