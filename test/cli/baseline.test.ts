import { describe, expect, it } from "vitest";
import { BROKEN, CLEAN, run, type World } from "./run.ts";

/** The baseline that a run writes. */
async function baselineOf(files: NonNullable<World["files"]>, argv: readonly string[] = []): Promise<string> {
  const ran = await run([".", "--write-baseline", ...argv], { files });
  return new TextDecoder().decode(ran.files.files.get("/project/cors-lint-baseline.json"));
}

async function findingsWith(baseline: string, files: NonNullable<World["files"]>): Promise<readonly string[]> {
  const { out } = await run([".", "--baseline", "--format", "json"], { files: { ...files, "cors-lint-baseline.json": baseline } });
  return JSON.parse(out).findings.map(({ rule, file }: { rule: string; file: string }) => `${file} ${rule}`);
}

const TWO = BROKEN.replace('["https://app.example.com/"]', '["https://app.example.com/", "https://www.example.com/"]');

describe("--write-baseline", () => {
  it("writes what is found, for people to read", async () => {
    const { code, out, err, files } = await run(["a.yaml", "--write-baseline"], { files: { "a.yaml": BROKEN } });
    expect({ code, out, err }).toEqual({ code: 0, out: "No findings in 1 template (1 suppressed).\n", err: "cors-lint: wrote 1 finding to cors-lint-baseline.json\n" });
    expect(JSON.parse(new TextDecoder().decode(files.files.get("/project/cors-lint-baseline.json")))).toEqual({
      version: 1,
      findings: [{ rule: "trailing-slash-origin", file: "a.yaml", path: "/Resources/Users/Properties/CorsConfiguration/AllowOrigins/*", text: "/", routes: ["GET /users"] }],
    });
  });

  it("writes where it is told to", async () => {
    const { files } = await run(["a.yaml", "--write-baseline=known.json"], { files: { "a.yaml": BROKEN } });
    expect(files.files.has("/project/known.json")).toBe(true);
  });

  it("leaves out what is suppressed otherwise", async () => {
    expect(JSON.parse(await baselineOf({ "a.yaml": BROKEN.replace('com/"]', 'com/"] # cors-lint-disable-line trailing-slash-origin') })).findings).toEqual([]);
  });
});

describe("--baseline", () => {
  it.each<[string, string, readonly string[]]>([
    ["the same", BROKEN, []],
    ["moved lines", `# more\n\n\n${BROKEN}`, []],
    ["other lines around it", BROKEN.replace("AllowMethods: [GET]", "AllowMethods: [GET, PUT]\n        MaxAge: 600"), []],
    ["another item before it", BROKEN.replace('["https://app', '["https://www.example.com", "https://app'), []],
    ["another route that it blocks", `${BROKEN}  Carts:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: { ApiId: !Ref Users, RouteKey: GET /carts, Target: !Sub "integrations/\${Backend}" }\n`, []],
    ["block style instead of flow style", BROKEN.replace('["https://app.example.com/"]', "\n        - https://app.example.com/"), []],
    ["one more of the same", TWO, ["a.yaml trailing-slash-origin"]],
    ["mended", CLEAN, []],
  ])("of the finding, then %s", async (_, text, expected) => {
    expect(await findingsWith(await baselineOf({ "a.yaml": BROKEN }), { "a.yaml": text })).toEqual(expected);
  });

  it("does not silence the same in another file", async () => {
    expect(await findingsWith(await baselineOf({ "a.yaml": BROKEN }), { "a.yaml": BROKEN, "b.yaml": BROKEN })).toEqual(["b.yaml trailing-slash-origin"]);
  });

  it("counts: of two that were known one may stay and no third come", async () => {
    const baseline = await baselineOf({ "a.yaml": TWO });
    expect(await findingsWith(baseline, { "a.yaml": BROKEN })).toEqual([]);
    expect(await findingsWith(baseline, { "a.yaml": TWO.replace('["https', '["https://a.example.com/", "https') })).toEqual(["a.yaml trailing-slash-origin"]);
  });

  it("holds wherever the run takes place", async () => {
    const files = { "/project/.git/HEAD": "", "/project/shop/a.yaml": BROKEN, "/project/base.json": "" };
    const first = await run(["shop", "--write-baseline=base.json"], { files });
    const baseline = new TextDecoder().decode(first.files.files.get("/project/base.json"));
    const { code, out } = await run(["--baseline=../base.json"], { files: { ...files, "/project/base.json": baseline }, cwd: "/project/shop" });
    expect({ code, out }).toEqual({ code: 0, out: "No findings in 1 template (1 suppressed).\n" });
  });

  it("says with --verbose which entries are stale", async () => {
    const baseline = await baselineOf({ "a.yaml": BROKEN });
    const { err } = await run([".", "--baseline", "-v"], { files: { "a.yaml": CLEAN, "cors-lint-baseline.json": baseline } });
    expect(err).toContain("cors-lint: cors-lint-baseline.json lists what is gone: trailing-slash-origin in a.yaml, /Resources/Users/Properties/CorsConfiguration/AllowOrigins/*\n");
  });

  it("is left out of SARIF", async () => {
    const baseline = await baselineOf({ "a.yaml": BROKEN });
    const { out } = await run([".", "--baseline", "--format", "sarif"], { files: { "a.yaml": BROKEN, "cors-lint-baseline.json": baseline } });
    expect(JSON.parse(out).runs[0].results).toEqual([]);
  });

  it.each<[string, string | undefined, string]>([
    ["is not there", undefined, "cannot read the baseline cors-lint-baseline.json: there is no such file; --write-baseline makes one"],
    ["is no JSON", "{", "cors-lint-baseline.json is no baseline"],
    ["is of another version", '{"version":2,"findings":[]}', "is no baseline of this version"],
    ["lacks what it needs", '{"version":1,"findings":[{"rule":"a"}]}', "its finding 1 has no rule, file and path"],
  ])("that %s ends the run", async (_, text, message) => {
    const { code, err } = await run(["a.yaml", "--baseline"], { files: { "a.yaml": CLEAN, ...(text === undefined ? {} : { "cors-lint-baseline.json": text }) } });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
