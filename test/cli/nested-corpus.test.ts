import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../../src/report/route-rows.ts";
import { apiViews } from "../../src/report/views.ts";
import { engine } from "../../src/linter/lint.ts";
import { loadTemplate, type Template } from "../../src/template/index.ts";

/** A folder with real templates in `templates/`. */
const CORPUS = process.env["CORS_LINT_CORPUS"];

function load(name: string, bytes: Uint8Array, parameters: ReadonlyMap<string, string>, beside: Readonly<Record<string, Uint8Array>>): Template | undefined {
  const readProjectFile = (_from: string, reference: string) => {
    const content = beside[reference];
    return content === undefined ? { refused: "not there" } : { name: reference, bytes: content };
  };
  const template = loadTemplate({ name, bytes }, { parameters, readProjectFile });
  return "notATemplate" in template ? undefined : template;
}

const routesOf = (template: Template, name: string): readonly string[] =>
  [...apiViews(engine, template)].flatMap((view) => rowsOf(engine, view)).map((row) => JSON.stringify(row).replaceAll("OnlyChild.", "").replaceAll("parent.json", name)).sort();

describe.skipIf(CORPUS === undefined)("real templates as the only nested stack of a parent (CORS_LINT_CORPUS)", () => {
  const folder = join(CORPUS ?? "", "templates");

  it("have the routes that they have alone", () => {
    const different = readdirSync(folder).filter((name) => {
      const bytes = readFileSync(join(folder, name));
      const first = load(name, bytes, new Map(), {});
      if (first === undefined || first.problems.length > 0) return false;
      // A nested stack that is handed nothing has its defaults for certain.
      const defaults = new Map([...first.parameters.values()].flatMap(({ name: parameter, value }) => (value === undefined ? [] : [[parameter, value] as const])));
      const alone = load(name, bytes, defaults, { [name]: bytes });
      const parent = Buffer.from(JSON.stringify({ Resources: { OnlyChild: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: name } } } }));
      const within = load("parent.json", parent, new Map(), { [name]: bytes });
      // What another program fills in is no file that can be read.
      if (alone === undefined || within === undefined || within.nestedFiles.length === 0) return false;
      return JSON.stringify(routesOf(alone, name)) !== JSON.stringify(routesOf(within, name));
    });
    expect(different).toEqual([]);
  });
});
