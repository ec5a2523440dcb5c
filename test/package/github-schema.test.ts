import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

/** What GitHub reads, held against the schemas that SchemaStore publishes (fixtures/schemas/NOTICE.md). */
const root = join(import.meta.dirname, "../..");
const text = (path: string): string => readFileSync(join(root, path), "utf8");
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const isAction = ajv.compile(JSON.parse(text("fixtures/schemas/github-action.json")));
const isWorkflow = ajv.compile(JSON.parse(text("fixtures/schemas/github-workflow.json")));
const workflows = ["README.md", "docs/github.md", "docs/ci.md"].flatMap((page) =>
  [...text(page).matchAll(/^```yaml\n([\s\S]*?)^```/gmu)].flatMap(([, code = ""], index) => workflowIn(`${page}, block ${index + 1}`, parse(code))),
);

/** The block as a whole workflow: jobs and steps that a page shows alone are put where they belong. */
function workflowIn(name: string, data: unknown): { readonly name: string; readonly workflow: object }[] {
  const job = (steps: unknown): object => ({ "runs-on": "ubuntu-latest", steps });
  if (Array.isArray(data) && data.some((step) => typeof step === "object" && step !== null && ("uses" in step || "run" in step))) return [{ name, workflow: { on: "push", jobs: { check: job(data) } } }];
  if (typeof data !== "object" || data === null) return [];
  if ("jobs" in data) return [{ name, workflow: "on" in data ? data : { on: "push", ...data } }];
  return [];
}

describe("action.yml", () => {
  it("is an action to the published schema", () => {
    isAction(parse(text("action.yml")));
    expect(isAction.errors ?? []).toEqual([]);
  });

  it.each([
    ["an output without a value", "    value: ${{ steps.lint.outputs.exit-code }}\n", ""],
    ["a script without a shell", "      shell: bash\n", ""],
    ["a kind of action that there is not", "using: composite", "using: composit"],
  ])("would not be with %s (the schema is in force)", (_, from, to) => {
    expect(text("action.yml")).toContain(from);
    expect(isAction(parse(text("action.yml").replace(from, to)))).toBe(false);
  });
});

describe("the workflows in the pages", () => {
  it("are there", () => {
    expect(workflows.map(({ name }) => name.split(",")[0])).toEqual(expect.arrayContaining(["docs/github.md"]));
  });

  it.each(workflows)("are workflows to the published schema: $name", ({ workflow }) => {
    isWorkflow(workflow);
    expect(isWorkflow.errors ?? []).toEqual([]);
  });

  it("would not be with a job that runs nowhere (the schema is in force)", () => {
    expect(isWorkflow({ on: "push", jobs: { check: { steps: [] } } })).toBe(false);
  });
});
