import { describe, expect, it } from "vitest";
import { formats } from "../../src/formatters/index.ts";
import { BROKEN, run } from "./run.ts";

const files = { "/project/template.yaml": BROKEN, "/project/.git/HEAD": "" };

describe("--format", () => {
  it.each(formats)("%s is printed, and ends with a line break", async (format) => {
    const { out, err, code } = await run(["--format", format, "template.yaml"], { files });
    expect(out).toMatch(/\n$/u);
    expect(out).toContain("trailing-slash-origin");
    expect({ err, code }).toEqual({ err: "", code: 1 });
  });

  it("may be given several times, each with a file of its own", async () => {
    const { out, files: after } = await run(["--format", "text", "--format=sarif=cors.sarif", "-f", "junit=cors.xml", "template.yaml"], { files });
    const written = (name: string): string => new TextDecoder().decode(after.read(`/project/${name}`) as Uint8Array); // It was just written; else the decoder throws.
    expect(out).toMatch(/^error\[trailing-slash-origin\]/u);
    expect(JSON.parse(written("cors.sarif")).runs[0].results).toHaveLength(1);
    expect(written("cors.xml")).toMatch(/^<\?xml /u);
  });

  it("prints those without a file one after the other", async () => {
    expect((await run(["-f", "unix", "-f", "github", "template.yaml"], { files })).out).toMatch(/^template\.yaml:8:48: error: .*\n::error file=template\.yaml,line=8,/u);
  });

  it("leaves --output to the one without a file", async () => {
    const { out, files: after } = await run(["-f", "json=a.json", "-f", "text", "-o", "b.txt", "template.yaml"], { files });
    expect(out).toBe("");
    expect([...["a.json", "b.txt"]].map((name) => after.kind(`/project/${name}`))).toEqual(["file", "file"]);
  });

  it("names files as the repository does, whatever folder the run takes place in", async () => {
    const { out } = await run(["-f", "gitlab", "template.yaml"], { files: { "/project/api/template.yaml": BROKEN, "/project/.git/HEAD": "" }, cwd: "/project/api" });
    expect(JSON.parse(out)[0].location.path).toBe("api/template.yaml");
  });

  it("fails in JUnit what --fail-on counts", async () => {
    expect((await run(["-f", "junit", "--fail-on", "never", "template.yaml"], { files })).out).toContain('tests="1" failures="0"');
  });

  it.each<[readonly string[], string]>([
    [["-f", "json=a", "-f", "text=a"], "two formats are to be written to a"],
    [["-f", "json", "-f", "text", "-o", "a"], "--output takes one format, and there are 2: give each a file of its own, --format json=FILE"],
    [["-f", "json=a", "-o", "b"], "each format has a file of its own, so nothing is left for --output b"],
    [["-f", "json=a", "-f", "text", "-o", "a"], "two formats are to be written to a"],
    [["-f", "json="], "--format json= needs the name of a file"],
    [["-f", "gitlap=a"], 'did you mean gitlab?'],
  ])("%j is refused", async (argv, message) => {
    const { err, code } = await run([...argv, "template.yaml"], { files });
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
