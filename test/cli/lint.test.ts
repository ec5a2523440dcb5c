import { describe, expect, it } from "vitest";
import { BROKEN, CLEAN, LEFTHOOK, run } from "./run.ts";

describe("exit codes", () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, number]>([
    ["0: nothing was found", ["a.yaml"], { "a.yaml": CLEAN }, 0],
    ["1: an error", ["a.yaml"], { "a.yaml": BROKEN }, 1],
    ["0: an error, and --fail-on never", ["a.yaml", "--fail-on", "never"], { "a.yaml": BROKEN }, 0],
    ["1: an error, and --fail-on warning", ["--fail-on=warning", "a.yaml"], { "a.yaml": BROKEN }, 1],
    ["0: an error that was made a warning", ["a.yaml", "--rule", "trailing-slash-origin=warning", "--rule", "request-blocked=warning"], { "a.yaml": BROKEN }, 0],
    ["0: a named file that is no template", ["lefthook.yml"], { "lefthook.yml": LEFTHOOK }, 0],
    ["2: an unknown option", ["--frmat", "json"], { "a.yaml": CLEAN }, 2],
    ["2: an option without its value", ["a.yaml", "--format"], { "a.yaml": CLEAN }, 2],
    ["2: a value that the option does not know", ["--format", "xml", "a.yaml"], { "a.yaml": CLEAN }, 2],
    ["2: a rule that does not exist", ["--rule", "trailing-slash=off", "a.yaml"], { "a.yaml": CLEAN }, 2],
    ["2: a file that does not exist", ["b.yaml"], { "a.yaml": CLEAN }, 2],
    ["2: a file that does not exist, beside one with findings", ["a.yaml", "b.yaml"], { "a.yaml": BROKEN }, 2],
    ["3: no template in the folder", ["."], { "lefthook.yml": LEFTHOOK }, 3],
    ["3: no template in the current folder", [], { "lefthook.yml": LEFTHOOK }, 3],
    ["3: the same as JSON", ["--format", "json"], { "lefthook.yml": LEFTHOOK }, 3],
    ["1: a template in the folder, with an error", [], { "stacks/a.yaml": BROKEN, "lefthook.yml": LEFTHOOK }, 1],
  ])("%s", async (_, argv, files, code) => {
    expect((await run(argv, { files })).code).toBe(code);
  });
});

describe("what is wrong with the command line", () => {
  it.each([
    [["--frmat", "json"], "unknown option --frmat; did you mean --format?"],
    [["--format", "jsn"], '--format cannot be "jsn": it is one of text, unix, json, sarif, github, gitlab, junit, markdown, html; did you mean json?'],
    [["--format", "--quiet"], "--format needs a value: FORMAT[=FILE]"],
    [["--quiet=yes"], "--quiet takes no value"],
    [["--parameter", "Stage"], '--parameter needs Key=Value, not "Stage"'],
    [["--rule", "trailing-slash-orign=off"], "there is no rule trailing-slash-orign; did you mean trailing-slash-origin?"],
    [["--rule", "trailing-slash-origin=fatal"], 'the severity of trailing-slash-origin is one of off, info, warning, error, not "fatal"'],
    [["x.yaml"], "there is no file x.yaml"],
    [["*.yml"], "nothing matches *.yml"],
  ])("%j: %s", async (argv, message) => {
    const { err, code } = await run(argv, { files: { "a.yaml": CLEAN } });
    expect(err).toContain(`cors-lint: ${message}\n`);
    expect(code).toBe(2);
  });
});

describe("what is linted", () => {
  const names = async (argv: readonly string[], files: Readonly<Record<string, string | Uint8Array>>, more = {}): Promise<readonly string[]> =>
    JSON.parse((await run([...argv, "--format", "json"], { files, ...more })).out).files;

  it.each<[string, readonly string[], Readonly<Record<string, string>>, readonly string[]]>([
    ["a folder is searched, and content decides", ["stacks"], { "stacks/b.json": '{"Resources":{"T":{"Type":"AWS::SNS::Topic"}}}', "stacks/sub/a.yml": CLEAN, "stacks/no.yml": LEFTHOOK, "other.yaml": CLEAN }, ["stacks/b.json", "stacks/sub/a.yml"]],
    ["without a path the current folder", [], { "a.yaml": CLEAN, "node_modules/x/b.yaml": CLEAN }, ["a.yaml"]],
    ["a file that is named whatever it is called", ["stack.txt"], { "stack.txt": CLEAN }, ["stack.txt"]],
    ["an absolute path", ["/project/a.yaml"], { "a.yaml": CLEAN }, ["a.yaml"]],
    ["each file once", ["a.yaml", "./a.yaml", "."], { "a.yaml": CLEAN }, ["a.yaml"]],
    ["a quoted pattern", ["stacks/*.yaml"], { "stacks/a.yaml": CLEAN, "stacks/b.json": CLEAN }, ["stacks/a.yaml"]],
  ])("%s", async (_, argv, files, expected) => {
    expect(await names(argv, files)).toEqual(expected);
  });

  it("standard input, under the name that is given", async () => {
    const { out, code } = await run(["-", "--stdin-filename", "template.yaml"], { input: BROKEN });
    expect(out).toContain("--> template.yaml:8:");
    expect(code).toBe(1);
  });

  it("standard input without a name", async () => {
    expect((await run(["-"], { input: BROKEN })).out).toContain("--> <stdin>:8:");
  });

  it("a broken file hides no other", async () => {
    const { out, code } = await run([".", "--format", "json"], { files: { "a.yaml": `${CLEAN}  Bad: [\n`, "b.yaml": BROKEN } });
    const found = JSON.parse(out).findings.map(({ rule, file }: { rule: string; file: string }) => `${file} ${rule}`);
    expect(found).toContain("a.yaml parse-error");
    expect(found).toContain("b.yaml trailing-slash-origin");
    expect(code).toBe(1);
  });
});

describe("what is said on standard error", () => {
  it("nothing about a named file that is no template", async () => {
    expect(await run(["package.json"], { files: { "package.json": "{}" } })).toMatchObject({ err: "", code: 0 });
  });

  it("that it was skipped, with --verbose", async () => {
    expect((await run(["lefthook.yml", "-v"], { files: { "lefthook.yml": LEFTHOOK } })).err).toBe("cors-lint: skipped lefthook.yml: it has no Resources\n");
  });

  it("that no template has a parameter that was given", async () => {
    const files = { "a.yaml": `Parameters:\n  Stage: { Type: String }\n${CLEAN}` };
    expect((await run(["a.yaml", "-p", "Stgae=prod"], { files })).err).toBe("cors-lint: no template has a parameter Stgae; did you mean Stage?\n");
  });

  const files = { "a.yaml": CLEAN, "b.yaml": CLEAN, "c.yaml": CLEAN };
  const clock = (): (() => number) => {
    let time = 0;
    return () => (time += 700);
  };

  it("how far it is, on a terminal, after a second; and takes it away", async () => {
    const { err } = await run(["."], { files, now: clock(), isTerminal: { stdout: true, stderr: true } });
    expect(err).toBe("\r\u001b[K2 of 3: b.yaml\r\u001b[K3 of 3: c.yaml\r\u001b[K");
  });

  it("not how far it is, elsewhere", async () => {
    expect((await run(["."], { files, now: clock() })).err).toBe("");
  });
});

describe("what is printed", () => {
  it("is one short line when clean", async () => {
    expect((await run(["a.yaml"], { files: { "a.yaml": CLEAN } })).out).toBe("No findings in 1 template.\n");
  });

  it("is nothing when clean and quiet", async () => {
    expect((await run(["a.yaml", "--quiet"], { files: { "a.yaml": CLEAN } })).out).toBe("");
  });

  it("goes to a file where one is named", async () => {
    const { out, files } = await run(["a.yaml", "--format", "sarif", "--output", "out.sarif"], { files: { "a.yaml": BROKEN } });
    expect(out).toBe("");
    expect(JSON.parse(new TextDecoder().decode(files.files.get("/project/out.sarif"))).version).toBe("2.1.0");
  });

  it("names SARIF's files from the root of the repository", async () => {
    const { out } = await run(["a.yaml", "--format", "sarif"], { files: { "/project/.git/HEAD": "", "/project/packages/shop/a.yaml": BROKEN }, cwd: "/project/packages/shop" });
    expect(JSON.parse(out).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe("packages/shop/a.yaml");
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean, boolean]>([
    ["colours on a terminal", [], {}, true, true],
    ["none elsewhere", [], {}, false, false],
    ["none where NO_COLOR is set", [], { NO_COLOR: "1" }, true, false],
    ["colours where NO_COLOR is empty", [], { NO_COLOR: "" }, true, true],
    ["colours where FORCE_COLOR is set", [], { FORCE_COLOR: "1" }, false, true],
    ["none where FORCE_COLOR is 0", [], { FORCE_COLOR: "0" }, true, false],
    ["none on a dumb terminal", [], { TERM: "dumb" }, true, false],
    ["colours when asked for, whatever the environment says", ["--color=always"], { NO_COLOR: "1" }, false, true],
    ["none when not wanted", ["--color", "never"], { FORCE_COLOR: "1" }, true, false],
  ])("has %s", async (_, argv, env, stdout, colored) => {
    const { out } = await run(["a.yaml", ...argv], { files: { "a.yaml": BROKEN }, env, isTerminal: { stdout, stderr: false } });
    expect(out.includes("\u001b[")).toBe(colored);
  });
});

describe("the files that a template refers to", () => {
  const including = (location: string): string => `Resources:
  Users:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Body: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: "${location}" } } }
`;
  const openapi = 'openapi: 3.0.1\ninfo: { title: users, version: "1" }\nx-amazon-apigateway-cors:\n  allowOrigins: ["https://app.example.com/"]\npaths: {}\n';
  const found = async (files: Readonly<Record<string, string>>, cwd = "/project"): Promise<readonly string[]> =>
    JSON.parse((await run(["stacks/a.yaml", "--format", "json"], { files, cwd })).out).findings.map(({ file, rule }: { file: string; rule: string }) => `${file} ${rule}`);

  it("are read below the working directory", async () => {
    expect(await found({ "stacks/a.yaml": including("../api/openapi.yaml"), "api/openapi.yaml": openapi })).toContain("api/openapi.yaml trailing-slash-origin");
  });

  it.each([
    ["outside the project", "../../secrets/openapi.yaml", {}],
    ["outside the package that the template is in", "../api/openapi.yaml", { "stacks/package.json": "{}" }],
    ["by an absolute path", "/secrets/openapi.yaml", {}],
  ])("are not read %s", async (_, location, more) => {
    const files = { "stacks/a.yaml": including(location), "api/openapi.yaml": openapi, "/secrets/openapi.yaml": openapi, ...more };
    expect((await found(files)).filter((finding) => finding.includes("trailing-slash"))).toEqual([]);
  });
});
