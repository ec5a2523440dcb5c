import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apisOf } from "../../src/aws/index.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import { loadTemplate } from "../../src/template/index.ts";

/** A folder of templates of other people; not part of the project. */
const corpus = process.env["CORS_LINT_CORPUS"];

function templatesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json|template)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(corpus === undefined)("the APIs of real templates (CORS_LINT_CORPUS)", () => {
  it("are built in each scenario, and answer what pages would send, without throwing", () => {
    const failures: string[] = [];
    let apis = 0;
    for (const name of templatesBelow(corpus ?? "")) {
      const template = loadTemplate({ name, bytes: readFileSync(name) }, { parameters: new Map() });
      if ("notATemplate" in template) continue;
      for (const outline of apisOf(template)) {
        for (const scenario of template.scenarios(outline.members).all) {
          try {
            const api = outline.build(template.world(scenario));
            if (!api) continue;
            apis++;
            void [api.intent, api.deployment, api.settings, api.corsBlocks];
            for (const route of api.routes) {
              route.errorResponses();
              for (const { request } of route.browserRequests) predictFetch(api.server, request);
            }
          } catch (error) {
            failures.push(`${name}: ${outline.id}: ${String(error)}`);
          }
        }
      }
    }
    expect(failures).toEqual([]);
    expect(apis).toBeGreaterThan(0);
  }, 300_000);
});
