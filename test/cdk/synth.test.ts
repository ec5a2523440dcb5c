import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/** `cdk synth` runs the app in a process of its own, and so do these: fixtures/cdk with aws-cdk-lib and the built plugin. */
const root = resolve(import.meta.dirname, "../..");
const app = join(root, "fixtures/cdk");

/** `npm test` builds first. */
const isBuilt = existsSync(join(root, "dist/bin/cdk.cjs"));

interface Resource {
  readonly constructPath: string;
  readonly cloudFormationResource?: { readonly templatePath: string; readonly logicalId: string; readonly propertyPaths?: readonly string[] };
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly suggestedFix: string;
  readonly ruleMetadata: Readonly<Record<string, string>>;
  readonly violatingConstructs: readonly Resource[];
  readonly acknowledgedId?: string;
  readonly reason?: string;
}

interface Report {
  readonly pluginName: string;
  readonly pluginVersion: string;
  readonly conclusion: string;
  readonly violations: readonly Violation[];
  readonly suppressedViolations?: readonly Violation[];
}

interface Synthesis {
  readonly code: number;
  readonly output: string;
  /** What CDK wrote of our plugin; it writes nothing where nothing was found. */
  readonly report: Report | undefined;
}

async function synthesize(bin: string, env: Readonly<Record<string, string>> = {}): Promise<Synthesis> {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-cdk-"));
  const outdir = join(folder, "cdk.out");
  try {
    const { code, output } = await new Promise<{ code: number; output: string }>((done) => {
      // CDK's own validation takes seconds and finds nothing of ours.
      execFile(process.execPath, [join("bin", bin)], { cwd: app, env: { PATH: process.env["PATH"], CDK_OUTDIR: outdir, CDK_VALIDATION: "false", JSII_DEPRECATED: "quiet", NO_COLOR: "1", ...env }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      });
    });
    const file = join(outdir, "validation-report.json");
    // CDK's own format.
    const reports = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { readonly pluginReports: readonly Report[] }).pluginReports : [];
    return { code, output, report: reports.find(({ pluginName }) => pluginName === "cors-lint") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const paths = (violations: readonly Violation[] = []): readonly string[] => violations.flatMap(({ ruleName, severity, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${severity} ${ruleName} ${constructPath}`));

describe.skipIf(!isBuilt)("the synthesis of an app with the plugin", { timeout: 120_000 }, () => {
  it("stops, and names construct, line of the app and line of the function", async () => {
    const { code, output, report } = await synthesize("defective.mjs");
    expect({ code, conclusion: report?.conclusion, paths: paths(report?.violations) }).toEqual({
      code: 1,
      conclusion: "failure",
      paths: ["error trailing-slash-origin Users/Http/Resource", "error handler-malformed-origin Users/ListUsers/Resource"],
    });
    expect(output).toContain("lib/users-stack.mjs:18:17\nERROR `https://app.example.com/` ends with a slash, and no browser sends an origin with one: it matches no page. (cors-lint)\n   Users/Http/Resource (Http36EFD62B)");
    expect(output).toContain("   Suggested fix: End the origin after the host (and the port, if it has one).");
    expect(output).toContain("   at handlers/defective/index.mjs:3:45\n");
    expect(output).toContain("Acknowledge with 'cors-lint::handler-malformed-origin'");
    expect(output).toMatch(/ {3}browser: Access to fetch at '[^\n]*has been blocked by CORS policy/u);
    expect(output).toContain("Validation failed.");
  });

  it("leaves in its report what programs ask for", async () => {
    const { report } = await synthesize("defective.mjs");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(report?.pluginVersion).toBe(version);
    const [api, handler] = report?.violations ?? [];
    expect(api?.violatingConstructs[0]?.cloudFormationResource).toEqual({ templatePath: "Users.template.json", logicalId: "Http36EFD62B", propertyPaths: ["Properties.CorsConfiguration.AllowOrigins.0"] });
    expect(api?.ruleMetadata).toMatchObject({ severity: "error", createdAt: "lib/users-stack.mjs:18:17", page: expect.stringMatching(/\/docs\/rules\/trailing-slash-origin\.md$/u) });
    expect(handler?.ruleMetadata).toMatchObject({ place: "handlers/defective/index.mjs:3:45", createdAt: "lib/users-stack.mjs:10:19", routes: "GET /users" });
  });

  it("passes without a word once it is corrected", async () => {
    expect(await synthesize("corrected.mjs")).toEqual({ code: 0, output: "", report: undefined });
  });

  it("passes where all is acknowledged, and CDK keeps the reasons", async () => {
    const { code, output, report } = await synthesize("acknowledged.mjs");
    expect({ code, output, conclusion: report?.conclusion, violations: report?.violations }).toEqual({ code: 0, output: "", conclusion: "success", violations: [] });
    expect(report?.suppressedViolations?.map(({ acknowledgedId, reason }) => `${acknowledgedId}: ${reason}`)).toEqual(["cors-lint::trailing-slash-origin: the proxy in front cuts it off", "cors-lint::handler-malformed-origin: no page calls it yet"]);
  });

  it("stops in the same way where the plugin was given to the older interface", async () => {
    const { code, output, report } = await synthesize("older-interface.mjs");
    expect({ code, paths: paths(report?.violations) }).toEqual({ code: 1, paths: ["error trailing-slash-origin Users/Http/Resource", "error handler-malformed-origin Users/ListUsers/Resource"] });
    expect(output).toContain("   at handlers/defective/index.mjs:3:45\n");
  });

  it("stops without stack traces, too, and names the constructs", async () => {
    const { code, output, report } = await synthesize("defective.mjs", { CDK_CONTEXT_JSON: '{"aws:cdk:disable-creation-stack-traces": true}' });
    expect(code).toBe(1);
    expect(output).toContain("\n   Users/Http/Resource (Http36EFD62B)");
    expect(output).not.toContain("lib/users-stack.mjs");
    expect(report?.violations.map(({ ruleMetadata }) => ruleMetadata["createdAt"])).toEqual([undefined, undefined]);
  });

  it("finds constructs that templates do not name", async () => {
    const { report } = await synthesize("defective.mjs", { CDK_CONTEXT_JSON: '{"aws:cdk:enable-path-metadata": false, "aws:cdk:disable-stack-trace": true}' });
    expect(paths(report?.violations)).toEqual(["error trailing-slash-origin Users/Http/Resource", "error handler-malformed-origin Users/ListUsers/Resource"]);
  });

  it("goes through stages and nested stacks, and shows a shared function once, for each stage", async () => {
    const { code, output, report } = await synthesize("stages.mjs");
    expect({ code, paths: paths(report?.violations) }).toEqual({
      code: 1,
      paths: ["error trailing-slash-origin Site/Nested/Inner/Resource", "warning handler-malformed-origin Prod/Users/ListUsers/Resource", "warning handler-malformed-origin Test/Users/ListUsers/Resource"],
    });
    expect(report?.violations).toHaveLength(2);
    expect(output).toContain("WARNING `https://app.example.com/` ends with a slash: no browser sends such an origin, so it equals none.\n   at handlers/defective/index.mjs:3:45\n");
  });

  it("fails on warnings where it is told to, also beside what is acknowledged, and obeys metadata", async () => {
    const { code, report } = await synthesize("fail-on-warning.mjs");
    expect({ code, conclusion: report?.conclusion, paths: paths(report?.violations), suppressed: paths(report?.suppressedViolations) }).toEqual({
      code: 1,
      conclusion: "failure",
      paths: ["error trailing-slash-origin Users/Http/Resource"],
      suppressed: ["error trailing-slash-origin Others/Http/Resource"],
    });
    expect(report?.violations[0]?.ruleMetadata["severity"]).toBe("warning");
  });

  it("stops over a mistake in the configuration, which is no violation of the app", async () => {
    const { code, output, report } = await synthesize("misconfigured.mjs");
    expect({ code, violations: report?.violations }).toEqual({ code: 1, violations: [] });
    expect(output).toContain("Validation plugin 'cors-lint' failed: broken.config.yaml:2:3: there is no rule");
  });

  it("runs beside CDK's own validation", async () => {
    const { code, output } = await synthesize("corrected.mjs", { CDK_VALIDATION: "true" });
    expect({ code, failed: output.includes("failed") }).toEqual({ code: 0, failed: false });
  });
});
