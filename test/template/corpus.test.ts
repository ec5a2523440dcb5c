import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadTemplate } from "../../src/template/index.ts";

/** A folder of real templates with an `index.json`: entries of `file`, `type` and `resources`. */
const CORPUS = process.env["CORS_LINT_CORPUS"];

interface IndexEntry {
  readonly file: string;
  readonly type: string;
  readonly resources?: number;
}

describe.skipIf(CORPUS === undefined)("real templates (CORS_LINT_CORPUS)", () => {
  const folder = CORPUS ?? "";
  const entries = (): IndexEntry[] => JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as IndexEntry[];

  it("load without a problem and lose no resource", () => {
    const files = entries().filter(({ type, resources }) => resources !== undefined && type !== "hazard");
    const wrong = files.flatMap(({ file, resources }) => {
      const template = loadTemplate({ name: file, bytes: readFileSync(join(folder, file)) }, { parameters: new Map() });
      if ("notATemplate" in template) return [`${file}: ${template.notATemplate}`];
      const problems = template.problems.filter(({ rule }) => rule === "parse-error").map(({ message }) => `${file}: ${message}`);
      return template.resourcesWritten === resources ? problems : [`${file}: ${template.resourcesWritten} of ${resources}`, ...problems];
    });
    expect(wrong).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  it("read in every scenario", () => {
    for (const { file, type } of entries()) {
      if (type !== "template") continue;
      const template = loadTemplate({ name: file, bytes: readFileSync(join(folder, file)) }, { parameters: new Map() });
      if ("notATemplate" in template) continue;
      const apis = Array.from(template.resources.values()).filter(({ type: of }) => /^AWS::(?:ApiGateway|Serverless|Lambda::Url)/u.test(of));
      for (const scenario of template.scenarios(apis.map(({ id }) => id)).all) {
        for (const resource of template.world(scenario).resources.values()) for (const { value } of resource.properties.entries()) value.text();
      }
    }
  });
});
