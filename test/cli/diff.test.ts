import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatDiffMarkdown } from "../../src/formatters/diff-markdown.ts";
import type { CallChange } from "../../src/linter/index.ts";
import { main } from "../../src/cli/main.ts";
import { nodeFileSystem } from "../../src/source/file-system.ts";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

const OPEN = CLEAN.replace("AllowMethods: [GET]", "AllowMethods: [GET, PUT]");
const OTHER = CLEAN.replace("https://app.example.com\"", "https://admin.example.com\"");

describe("cors-lint diff OLD NEW", () => {
  it("exits with 1 where a page is blocked that was not, and says which line does it", async () => {
    const { code, out } = await run(["diff", "old.yaml", "new.yaml"], { files: { "old.yaml": CLEAN, "new.yaml": BROKEN } });
    expect(code).toBe(1);
    expect(out).toContain("error[cors-regression]: Pages on https://app.example.com could call GET /users; browsers block it from this change on.");
    expect(out).toContain("--> new.yaml:8:");
    expect(out).toContain("::: old.yaml:8:");
  });

  it("exits with 0 where nothing breaks, and tells the good news", async () => {
    const { code, out } = await run(["diff", "old.yaml", "new.yaml"], { files: { "old.yaml": BROKEN, "new.yaml": CLEAN } });
    expect(code).toBe(0);
    expect(out).toContain("mended: GET /users from https://app.example.com");
    expect(out).toContain("Nothing breaks for browsers; 1 call that was blocked now passes.");
  });

  it("pairs the files of two folders by their paths below them", async () => {
    const files = { "before/users/api.yaml": CLEAN, "before/notes.yaml": LEFTHOOK, "after/users/api.yaml": OTHER, "after/people/api.yaml": BROKEN };
    const { code, out, err } = await run(["diff", "before", "after"], { files });
    expect(err).toBe("");
    expect(code).toBe(1);
    expect(out.match(/^error\[/gmu)).toHaveLength(1);
    expect(out).toContain("after/users/api.yaml:8:");
  });

  it("says that a template is gone, which is no regression", async () => {
    const { code, out } = await run(["diff", "before", "after"], { files: { "before/api.yaml": CLEAN, "before/b.yaml": CLEAN, "after/b.yaml": CLEAN } });
    expect(code).toBe(0);
    expect(out).toContain("note: before/api.yaml:1:1: before/api.yaml is gone, and its APIs with it");
  });

  it("counts the findings that --fail-on names", async () => {
    const files = { "old.yaml": CLEAN, "new.yaml": BROKEN };
    expect((await run(["diff", "old.yaml", "new.yaml", "--fail-on", "never"], { files })).code).toBe(0);
    expect((await run(["diff", "old.yaml", "new.yaml", "--fail-on", "info"], { files })).code).toBe(1);
  });

  it.each([
    [["diff", "old.yaml"], "diff needs two versions"],
    [["diff"], "diff needs two versions"],
    [["diff", "old.yaml", "folder"], "two files or two folders"],
    [["diff", "--format", "xml", "old.yaml", "old.yaml"], "--format cannot be \"xml\""],
    [["diff", "--base", "--format", "json"], "--base needs a value"],
    [["diff", "--base", "-x"], "--base needs a git revision"],
  ])("%j is wrong usage", async (argv, message) => {
    const { code, err } = await run(argv, { files: { "old.yaml": CLEAN, "folder/new.yaml": CLEAN } });
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("exits with 2 for a file that is not there, and with 3 where there is no template", async () => {
    expect(await run(["diff", "old.yaml", "new.yaml"], { files: { "old.yaml": CLEAN } })).toMatchObject({ code: 2, err: "cors-lint: there is no file new.yaml\n" });
    expect(await run(["diff", "a.yaml", "b.yaml"], { files: { "a.yaml": LEFTHOOK, "b.yaml": LEFTHOOK } })).toMatchObject({ code: 3 });
  });
});

describe("the formats", () => {
  const files = { "old.yaml": CLEAN, "new.yaml": BROKEN };

  it("json has the findings, and each call with its state before and after", async () => {
    const { out } = await run(["diff", "old.yaml", "new.yaml", "-f", "json"], { files });
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      findings: [{ rule: "cors-regression", severity: "error", file: "new.yaml" }],
      files: ["new.yaml"],
      oldFiles: ["old.yaml"],
      calls: [{ kind: "regression", api: "users", method: "GET", path: "/users", origins: ["https://app.example.com"], before: { outcome: "allowed" }, after: { outcome: "blocked" }, goesLive: true }],
      summary: { errors: 1, regressions: 1, fixed: 0 },
    });
  });

  it("sarif names the new version alone, under a category of its own", async () => {
    const { out } = await run(["diff", "old.yaml", "new.yaml", "-f", "sarif"], { files });
    expect(out).not.toContain('"uri": "old.yaml"');
    expect(JSON.parse(out)).toMatchObject({ runs: [{ automationDetails: { id: "cors-lint/diff/" }, results: [{ ruleId: "cors-regression", locations: [{ physicalLocation: { artifactLocation: { uri: "new.yaml" } } }] }] }] });
  });

  it("markdown is a table of calls, worst first, and the findings", async () => {
    const { out } = await run(["diff", "old.yaml", "new.yaml", "-f", "markdown"], { files });
    expect(out).toMatch(/^<!-- cors-lint diff -->\n### cors-lint: 1 error\./u);
    expect(out).toContain("| | Call | Pages on | Before | After |\n|---|---|---|---|---|\n| ❌ | `GET /users` | `https://app.example.com` | allowed | blocked: the response has no Access-Control-Allow-Origin |");
    expect(out).toContain("- **error** `cors-regression` at `new.yaml:8:");
  });

  it("nothing of a template comes to life in markdown", () => {
    const call: CallChange = { api: "users", method: "GET", path: "/a|`b`<img src=x>", origins: ["https://a.example.com"], manner: "", kind: "fixed", before: { outcome: "blocked", text: "blocked" }, after: { outcome: "allowed", text: "allowed" }, scenarios: ["Stage=<script>|@owner [x](y)"], goesLive: "yes" };
    const out = formatDiffMarkdown({ findings: [], files: [], oldFiles: [], skipped: [], notes: [], calls: [call], unchangedCalls: 0 });
    const row = out.split("\n").find((line) => line.startsWith("| ✅")) ?? "";
    expect(row.replaceAll("\\|", "").match(/\|/gu)).toHaveLength(6);
    expect(row).toContain("``GET /a\\|`b`<img src=x>``");
    expect(row).toContain("Stage=\\<script\\>\\|\\@owner \\[x\\](y)");
  });
});

describe("cors-lint diff --base REV", () => {
  let folder = "";

  const git = (...args: string[]): void => void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args], { cwd: folder, stdio: "ignore" });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const diff = async (argv: readonly string[], cwd = folder): Promise<{ code: number; out: string; err: string }> => {
    let out = "";
    let err = "";
    const io = { stdout: (text: string) => void (out += text), stderr: (text: string) => void (err += text), stdin: async () => new Uint8Array(), isTerminal: { stdout: false, stderr: false }, env: {}, now: () => 0, columns: undefined };
    return { code: await main(["diff", ...argv], { ...io, fileSystem: nodeFileSystem(cwd) }), out, err };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "cors-lint-diff-"));
    git("init", "-q", "-b", "main");
    write("stacks/api.yaml", CLEAN);
    write("stacks/gone.yaml", CLEAN);
    write("stacks/body.yaml", bodyIn("openapi.yaml"));
    write("stacks/openapi.yaml", openApi("https://app.example.com"));
    git("add", ".");
    git("commit", "-q", "-m", "first");
    write("stacks/api.yaml", OPEN);
    git("commit", "-q", "-am", "second");
    write("stacks/api.yaml", BROKEN);
    rmSync(join(folder, "stacks/gone.yaml"));
    write("stacks/openapi.yaml", openApi("https://admin.example.com"));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compares files with what they were", async () => {
    const { code, out } = await diff(["--base", "main", "stacks/api.yaml"]);
    expect(code).toBe(1);
    expect(out).toContain("--> stacks/api.yaml:8:");
    expect(out).toMatch(/::: stacks\/api\.yaml@[0-9a-f]{10}:8:/u);
    expect((await diff(["--base", "HEAD~1", "stacks/api.yaml"])).code).toBe(1);
  });

  it("knows the working directory within the repository", async () => {
    const { code, out } = await diff(["--base", "main", "api.yaml"], join(folder, "stacks"));
    expect(code).toBe(1);
    expect(out).toContain("--> api.yaml:8:");
  });

  it("searches folders, and says what the revision had and the folder has not", async () => {
    const { code, out } = await diff(["--base", "main"]);
    expect(code).toBe(1);
    expect(out).toMatch(/note: stacks\/gone\.yaml@[0-9a-f]{10}:1:1: .* is gone/u);
    expect((await diff(["--base", "main", "stacks/gone.yaml"])).out).toContain("is gone");
  });

  it("reads what the old version refers to from the revision too", async () => {
    const { out } = await diff(["--base", "main", "stacks/body.yaml"]);
    expect(out).toContain("error[cors-regression]: Pages on https://app.example.com could call GET /users");
  });

  it.each([
    [["--base", "nowhere", "stacks/api.yaml"], "there is no git revision nowhere"],
    [["--base", "main", "missing.yaml"], "there is no file missing.yaml"],
  ])("%j fails with a sentence", async (argv, message) => {
    const { code, err } = await diff(argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("says that there is no repository", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "cors-lint-none-"));
    const { code, err } = await diff(["--base", "main"], elsewhere);
    rmSync(elsewhere, { recursive: true });
    expect(code).toBe(2);
    expect(err).toContain("--base needs a git repository");
  });
});

function bodyIn(file: string): string {
  return `Resources:
  Users:
    Type: AWS::ApiGateway::RestApi
    Properties: { BodyS3Location: ${file} }
  Deployment:
    Type: AWS::ApiGateway::Deployment
    Properties: { RestApiId: !Ref Users, StageName: prod }
`;
}

function openApi(origin: string): string {
  return `swagger: "2.0"
info: { title: users, version: "1" }
paths:
  /users:
    get:
      responses: { "200": { description: ok, headers: { Access-Control-Allow-Origin: { type: string } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://backend.example.com/users
        responses: { default: { statusCode: "200", responseParameters: { method.response.header.Access-Control-Allow-Origin: "'${origin}'" } } }
`;
}
