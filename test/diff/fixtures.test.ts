import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diffFormatterOf } from "../../src/formatters/diff.ts";
import type { DiffResult } from "../../src/linter/index.ts";
import { diffFixture, fixtures } from "./versions.ts";

interface Row {
  readonly case: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** `severity rule`, in order. */
  readonly findings?: readonly string[];
  /** `kind call`, in order, and `, not live` where no deployment takes it live. */
  readonly calls?: readonly string[];
  readonly only?: string;
  readonly notes?: number;
}

const STALE = ["error stale-deployment"];
const REGRESSION = ["error cors-regression"];

const rows: readonly Row[] = [
  // D1 to D3: a deployment is a snapshot, and the same logical id keeps it.
  { case: "options-added", findings: STALE, calls: ["fixed PUT /users, not live"] },
  { case: "gateway-response-added", findings: STALE },
  { case: "conditional-stale", findings: STALE, only: "Stage=dev", calls: ["fixed PUT /users with the header x-trace, not live"] },
  { case: "conditional-stale", parameters: { Stage: "prod" } },
  { case: "deployment-renamed", calls: ["fixed PUT /users"] },
  { case: "description-changed" },
  { case: "custom-resource-deploys", findings: ["warning stale-deployment"], calls: ["fixed PUT /users"] },
  // HS1: HTTP APIs wait for a deployment unless the stage has AutoDeploy. HS2: for CORS that is not documented.
  { case: "cors-configuration-auto-deploy", calls: ["fixed GET /users", "fixed PUT /users"] },
  { case: "cors-configuration-manual-deploy", findings: ["warning stale-deployment"], calls: ["fixed GET /users", "fixed PUT /users"] },
  { case: "route-added-manual-deploy", findings: STALE, calls: ["new GET /users/{id}, not live"] },
  // SAM and CDK hash their deployments' ids.
  { case: "sam-cors-changed", calls: ["fixed PUT /users with the header x-trace"] },
  { case: "sam-gateway-response-outside", findings: STALE },
  { case: "sam-always-deploy" },
  { case: "cdk-options-added", calls: ["fixed PUT /users"] },
  // What was allowed and is blocked.
  { case: "origin-removed", findings: REGRESSION, calls: ["regression GET /users", "regression PUT /users"] },
  { case: "origin-added-slash", findings: REGRESSION, calls: ["regression GET /users", "regression PUT /users"] },
  { case: "wildcard-narrowed", notes: 1 },
  { case: "authorizer-on-options", findings: REGRESSION, calls: ["regression PUT /users"] },
  { case: "header-removed", findings: ["warning cors-regression"], calls: ["regression PUT /users with the header x-trace"] },
  { case: "method-removed-from-list", findings: REGRESSION, calls: ["regression PUT /users"] },
  { case: "credentials-removed", findings: REGRESSION, calls: ["regression GET /users with credentials", "regression PUT /users with credentials"] },
  { case: "route-dropped", findings: REGRESSION, calls: ["regression PUT /users"] },
  { case: "rest-to-http", findings: REGRESSION, calls: ["regression PUT /users"] },
  { case: "function-url-origin-moved", findings: ["warning cors-regression"], calls: ["regression PUT /", "fixed PUT /"] },
  { case: "api-removed", notes: 1 },
  { case: "service-api" },
  // Parameters and conditions.
  { case: "condition-hides-change", findings: REGRESSION, only: "Stage=dev", calls: ["regression GET /users", "fixed GET /users", "regression PUT /users", "fixed PUT /users"] },
  { case: "condition-hides-change", parameters: { Stage: "prod" } },
  { case: "parameter-hides-change", findings: ["warning cors-regression"], calls: ["regression GET /users", "fixed GET /users", "regression PUT /users", "fixed PUT /users"] },
  { case: "parameter-hides-change", parameters: { Origin: "https://app.example.com" } },
];

function callsIn({ calls }: DiffResult): readonly string[] {
  return calls.map(({ kind, method, path, manner, goesLive }) => `${kind} ${method} ${path}${manner === "" ? "" : ` ${manner}`}${goesLive === "no" ? ", not live" : ""}`);
}

describe.each(rows)("fixtures/diff/$case $parameters", (row) => {
  it("has the expected findings, and no other", async () => {
    const result = await diffFixture(row.case, row.parameters);
    expect(result.findings.map(({ severity, rule }) => `${severity} ${rule}`).toSorted()).toEqual(row.findings ?? []);
    expect(callsIn(result)).toEqual(row.calls ?? []);
    expect(result.notes).toHaveLength(row.notes ?? 0);
    for (const finding of result.findings) expect(finding.scenarios.join()).toBe(row.only ?? "");
  });

  it.runIf(row.parameters === undefined)("reads well", async () => {
    const format = await diffFormatterOf("text");
    await expect(format(await diffFixture(row.case), { rules: [], columns: 140 })).toMatchFileSnapshot(join(fixtures, row.case, "expected.txt"));
  });
});

describe("the cases", () => {
  const cases = readdirSync(fixtures);

  it("all have a row", () => {
    expect(cases.filter((name) => !rows.some((row) => row.case === name))).toEqual([]);
  });

  it.each(cases)("%s says in its first lines what it shows", (name) => {
    for (const version of ["old", "new"]) expect(readFileSync(join(fixtures, name, `${version}.yaml`), "utf8")).toMatch(/^# [A-Z].*\.\n/u);
  });
});
