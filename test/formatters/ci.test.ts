import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatGithub } from "../../src/formatters/github.ts";
import { formatGitlab } from "../../src/formatters/gitlab.ts";
import { formatJunit } from "../../src/formatters/junit.ts";
import { formatMarkdown } from "../../src/formatters/markdown.ts";
import { formatUnix } from "../../src/formatters/unix.ts";
import type { Finding } from "../../src/linter/types.ts";
import { fileOf, finding, options, placeIn, result, TEMPLATE } from "./findings.ts";

const template = fileOf("template.yaml", TEMPLATE);
const post = placeIn(template, "POST");
const other = fileOf("stacks/other, one: it.yaml", TEMPLATE);
const route = { api: "Users", method: "POST", path: "/users" };

const error = finding(post, { route, routes: [route], browserMessage: "Access to fetch at 'https://api.example.net/users' …", scenarios: ["Stage=prod"] });
const warning = finding(placeIn(template, "Api:", "Api"), { rule: "missing-deployment", severity: "warning", message: "100% of <Users> & co.", resource: "Api", assumptions: ["Origin=https://app.example.com"] });
const info = finding(placeIn(other, "CreateUser:\n    Type", "Method"), { rule: "response-header-in-allow-headers", severity: "info", message: 'Line\nbreak, "quotes" and `code`.', resource: undefined });
const all = result([warning, error, info]);

const times = (count: number, one: Finding): readonly Finding[] => Array.from({ length: count }, () => one);

describe("GitHub's annotations", () => {
  it("are workflow commands, errors first", () => {
    expect(formatGithub(all, options)).toMatchInlineSnapshot(`
      "::error file=template.yaml,line=9,endLine=9,col=19,endColumn=23,title=cors-lint%3A missing-options-method::No method answers OPTIONS /users, so browsers never send POST /users.%0ABrowser: Access to fetch at 'https://api.example.net/users' …%0AOnly with Stage=prod.%0AAdd an OPTIONS method with a MOCK integration.
      ::warning file=template.yaml,line=2,endLine=2,col=3,endColumn=6,title=cors-lint%3A missing-deployment::100%25 of <Users> & co.%0AAssumes the defaults Origin=https://app.example.com.%0AAdd an OPTIONS method with a MOCK integration.
      ::notice file=stacks/other%2C one%3A it.yaml,line=5,endLine=6,title=cors-lint%3A response-header-in-allow-headers::Line␊break, "quotes" and \`code\`.%0AAdd an OPTIONS method with a MOCK integration.
      "
    `);
  });

  it("name files as the repository does", () => {
    expect(formatGithub(all, { ...options, uriPrefix: "packages/api" })).toContain("::error file=packages/api/template.yaml,line=9,");
    expect(formatGithub(result([finding(placeIn(fileOf("../infra/t.yaml", TEMPLATE), "POST"))]), { ...options, uriPrefix: "packages/api" })).toContain("file=packages/infra/t.yaml,");
    expect(formatGithub(result([finding(placeIn(fileOf("-", TEMPLATE), "POST"))]), options)).toMatch(/^::error line=9,/u);
  });

  it("have columns only where they stand on one line", () => {
    expect(formatGithub(result([info]), options)).toMatch(/line=5,endLine=6,title=/u);
  });

  it("are one command each, whatever a template says", () => {
    const hostile = finding(post, { message: "x\r\n::stop-commands::pause\u2028::error::y" });
    expect(formatGithub(result([hostile]), options).split(/\r\n|[\n\r\u2028]/u)).toHaveLength(2);
  });

  it("say how many GitHub does not show", () => {
    const text = formatGithub(result([...times(12, warning), ...times(10, error), ...times(11, info)]), options).trimEnd().split("\n");
    expect(text.slice(0, 10).every((line) => line.startsWith("::error "))).toBe(true);
    expect(text.at(-1)).toBe("GitHub shows 10 annotations of a kind for a step: 2 warnings and 1 notice more stand in this log alone.");
    expect(text).toHaveLength(34);
  });
});

describe("GitLab's code quality report", () => {
  it("has the documented keys", () => {
    expect(JSON.parse(formatGitlab(all, options))).toMatchInlineSnapshot(`
      [
        {
          "check_name": "missing-deployment",
          "description": "100% of <Users> & co. Add an OPTIONS method with a MOCK integration.",
          "fingerprint": "4eb7b3c0fc063f8032c0f7782f684f62",
          "location": {
            "lines": {
              "begin": 2,
              "end": 2,
            },
            "path": "template.yaml",
          },
          "severity": "minor",
        },
        {
          "check_name": "missing-options-method",
          "description": "No method answers OPTIONS /users, so browsers never send POST /users. Browser: Access to fetch at 'https://api.example.net/users' … Add an OPTIONS method with a MOCK integration.",
          "fingerprint": "bf907beee26b3228b0a0557b2673e8bb",
          "location": {
            "lines": {
              "begin": 9,
              "end": 9,
            },
            "path": "template.yaml",
          },
          "severity": "major",
        },
        {
          "check_name": "response-header-in-allow-headers",
          "description": "Line
      break, "quotes" and \`code\`. Add an OPTIONS method with a MOCK integration.",
          "fingerprint": "5afda35cbc3eef61565f2884cb55be57",
          "location": {
            "lines": {
              "begin": 5,
              "end": 6,
            },
            "path": "stacks/other, one: it.yaml",
          },
          "severity": "info",
        },
      ]
    `);
  });

  it("is an empty list where nothing was found", () => {
    expect(formatGitlab(result([]), options)).toBe("[]\n");
  });

  it("gives each issue a fingerprint of its own, which does not change as lines move", () => {
    const fingerprints = (text: string): readonly string[] => JSON.parse(text).map((issue: { readonly fingerprint: string }) => issue.fingerprint);
    const found = fingerprints(formatGitlab(result([error, error, warning, error]), options));
    expect(new Set(found).size).toBe(4);
    expect(fingerprints(formatGitlab(result([error, warning]), options))).toEqual([found[0], found[2]]);
  });

  it("has relative paths, a line, and GitLab's severities", () => {
    const issues: readonly { readonly severity: string; readonly location: { readonly path: string; readonly lines: { readonly begin: number } } }[] = JSON.parse(formatGitlab(result([error, warning, info, finding(placeIn(fileOf("./a/../b.yaml", TEMPLATE), "POST"))]), { ...options, uriPrefix: "api" }));
    for (const { severity, location } of issues) {
      expect(location.path).toMatch(/^api\/(?!\.)/u);
      expect(location.lines.begin).toBeGreaterThan(0);
      expect(["info", "minor", "major", "critical", "blocker"]).toContain(severity);
    }
  });

  it("calls critical what is open to other sites", () => {
    expect(JSON.parse(formatGitlab(result([finding(post, { rule: "any-origin-with-credentials" })]), options))[0].severity).toBe("critical");
  });
});

describe("JUnit's XML", () => {
  it("has a suite for each file and a failure for what counts", () => {
    expect(formatJunit(result([error, warning, error, info], { files: ["clean.yaml", "template.yaml", other.name] }), options)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="cors-lint" tests="5" failures="2" errors="0">
        <testsuite name="clean.yaml" tests="1" failures="0" errors="0" skipped="0">
          <testcase name="no findings" classname="clean.yaml" file="clean.yaml"/>
        </testsuite>
        <testsuite name="template.yaml" tests="3" failures="2" errors="0" skipped="0">
          <testcase name="missing-options-method (POST /users)" classname="template.yaml" file="template.yaml" line="9">
            <failure message="No method answers OPTIONS /users, so browsers never send POST /users." type="error">template.yaml:9:19: No method answers OPTIONS /users, so browsers never send POST /users.
      Browser: Access to fetch at 'https://api.example.net/users' …
      Only with Stage=prod.
      Add an OPTIONS method with a MOCK integration.</failure>
          </testcase>
          <testcase name="missing-deployment (Api)" classname="template.yaml" file="template.yaml" line="2">
            <system-out>warning: template.yaml:2:3: 100% of &lt;Users&gt; &amp; co.
      Add an OPTIONS method with a MOCK integration.</system-out>
          </testcase>
          <testcase name="missing-options-method (POST /users) 2" classname="template.yaml" file="template.yaml" line="9">
            <failure message="No method answers OPTIONS /users, so browsers never send POST /users." type="error">template.yaml:9:19: No method answers OPTIONS /users, so browsers never send POST /users.
      Browser: Access to fetch at 'https://api.example.net/users' …
      Only with Stage=prod.
      Add an OPTIONS method with a MOCK integration.</failure>
          </testcase>
        </testsuite>
        <testsuite name="stacks/other, one: it.yaml" tests="1" failures="0" errors="0" skipped="0">
          <testcase name="response-header-in-allow-headers" classname="stacks/other, one: it.yaml" file="stacks/other, one: it.yaml" line="5">
            <system-out>info: stacks/other, one: it.yaml:5:3: Line␊break, "quotes" and \`code\`.
      Add an OPTIONS method with a MOCK integration.</system-out>
          </testcase>
        </testsuite>
      </testsuites>
      "
    `);
  });

  it("counts what the exit code counts", () => {
    expect(formatJunit(all, { ...options, counts: () => true })).toContain('tests="3" failures="3"');
    expect(formatJunit(all, { ...options, counts: () => false })).toContain('tests="3" failures="0"');
  });

  it("is well formed, whatever a template says", () => {
    const xml = formatJunit(result([finding(post, { message: "a\u0000b\ud800 <x y=\"z\"> ]]> &amp;", resource: "<&\">" })]), options);
    expect(xml).not.toMatch(/[\u0000-\u0008\ud800-\udfff\ufffe\uffff]/u);
    // What is left without tags and entities has none of XML's own characters.
    expect(xml.replace(/<[?/]?[a-z-]+(?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot);[^"<&]*)*")*\s*[?/]?>/gu, "").replace(/&(?:amp|lt|gt|quot);/gu, "")).not.toMatch(/[<>&]/u);
  });
});

describe("Markdown", () => {
  it("is a comment that can be found again", () => {
    expect(formatMarkdown(all)).toMatchInlineSnapshot(`
      "<!-- cors-lint -->
      ### cors-lint: 1 error, 1 warning and 1 info in 2 templates.

      - **error** \`missing-options-method\` at \`template.yaml:9:19\`: No method answers OPTIONS /users, so browsers never send POST /users.  
        Browser: \`Access to fetch at 'https://api.example.net/users' …\`  
        Only with Stage=prod.  
        Add an OPTIONS method with a MOCK integration.
      - **warning** \`missing-deployment\` at \`template.yaml:2:3\`: 100% of \\<Users\\> & co.  
        Assumes the defaults Origin=https://app.example.com.  
        Add an OPTIONS method with a MOCK integration.
      - **info** \`response-header-in-allow-headers\` at \`stacks/other, one: it.yaml:5:3\`: Line␊break, "quotes" and \\\`code\\\`.  
        Add an OPTIONS method with a MOCK integration.
      "
    `);
    expect(formatMarkdown(result([]))).toBe("<!-- cors-lint -->\n### cors-lint: No findings in 1 template.\n");
  });

  it("fits into a comment, and shows errors rather than the rest", () => {
    const text = formatMarkdown(result([...times(400, info), ...times(200, error)]));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\n\d+ more are left out for want of room\.\n$/u);
    expect(text.indexOf("**error**")).toBeLessThan(text.includes("**info**") ? text.indexOf("**info**") : Infinity);
  });

  it("has no markup of a template's", () => {
    expect(formatMarkdown(result([finding(post, { message: "<img src=x> @team [a](b) `c`" })]))).toContain("\\<img src=x\\> \\@team \\[a\\](b) \\`c\\`");
  });
});

describe("one line for each finding", () => {
  it("is what compilers print", () => {
    expect(formatUnix(all)).toMatchInlineSnapshot(`
      "template.yaml:2:3: warning: 100% of <Users> & co. [missing-deployment]
      template.yaml:9:19: error: No method answers OPTIONS /users, so browsers never send POST /users. [missing-options-method]
      stacks/other, one: it.yaml:5:3: info: Line␊break, "quotes" and \`code\`. [response-header-in-allow-headers]
      "
    `);
  });

  it("is what the problem matcher reads", () => {
    const { problemMatcher } = JSON.parse(readFileSync(join(import.meta.dirname, "../../docs/problem-matcher.json"), "utf8"));
    const [{ pattern: [pattern] }] = problemMatcher;
    const awkward = finding(placeIn(fileOf("C:\\stacks\\a [b]: 1.yaml", TEMPLATE), "POST"), { message: "What [it] says: 1:2: error: no [x]." });
    const lines = formatUnix(result([...all.findings, awkward])).trimEnd().split("\n");
    const read = lines.map((line) => {
      const match = new RegExp(pattern.regexp, "u").exec(line);
      return match && { file: match[pattern.file], line: Number(match[pattern.line]), column: Number(match[pattern.column]), severity: match[pattern.severity], message: match[pattern.message], code: match[pattern.code] };
    });
    expect(read).toEqual([...all.findings, awkward].map(({ at, severity, message, rule }) => ({ file: at.file.name, line: at.range.start.line, column: at.range.start.column, severity, message: message.replace("\n", "␊"), code: rule })));
  });
});
