import { describe, expect, it } from "vitest";
import { formatText } from "../../src/formatters/text.ts";
import { fileOf, finding, options, placeIn, result, TEMPLATE } from "./findings.ts";

const template = fileOf("template.yaml", TEMPLATE);
const post = placeIn(template, "POST");

describe("the text format", () => {
  it("tells a finding as a story around its code", () => {
    const told = finding(post, {
      browserMessage: "Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: …",
      scenarios: ["Stage=prod"],
      assumptions: ["Origin=https://app.example.com"],
      constructPath: "Stack/Api/users/POST",
      related: [
        { place: placeIn(template, "'https://app.example.com'"), note: "this CORS header shows that browsers are meant to call it" },
        { place: placeIn(template, "Api:", "Api"), note: "OPTIONS is answered here" },
      ],
    });
    expect(formatText(result([told]), options)).toMatchInlineSnapshot(`
      "error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
        --> template.yaml:9:19
         |
       9 |       HttpMethod: POST
         |                   ^^^^
      14 |               method.response.header.Access-Control-Allow-Origin: "'https://app.example.com'"
         |                                                                    ------------------------- this CORS header shows that browsers are meant to call it
       2 |   Api:
         |   --- OPTIONS is answered here
         = browser: Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: …
         = only with: Stage=prod
         = assumes: Origin=https://app.example.com, its default; another value could change this
         = construct: Stack/Api/users/POST
         = help: Add an OPTIONS method with a MOCK integration.

      1 error in 1 template.
      "
    `);
  });

  it("shows a second place of the same line below the first", () => {
    const told = finding(post, { related: [{ place: placeIn(template, "HttpMethod"), note: "the method of the route" }] });
    expect(formatText(result([told]), options)).toMatchInlineSnapshot(`
      "error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
       --> template.yaml:9:19
        |
      9 |       HttpMethod: POST
        |                   ^^^^
        |       ---------- the method of the route
        = help: Add an OPTIONS method with a MOCK integration.

      1 error in 1 template.
      "
    `);
  });

  it("names another file where the story goes there", () => {
    const openapi = fileOf("openapi.yaml", "paths:\n  /users:\n    post: {}\n");
    const told = finding(post, { related: [{ place: placeIn(openapi, "post"), note: "the operation of the definition" }] });
    expect(formatText(result([told]), options)).toMatchInlineSnapshot(`
      "error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
       --> template.yaml:9:19
        |
      9 |       HttpMethod: POST
        |                   ^^^^
       ::: openapi.yaml:3:5
      3 |     post: {}
        |     ---- the operation of the definition
        = help: Add an OPTIONS method with a MOCK integration.

      1 error in 1 template.
      "
    `);
  });

  it("keeps a place in a long line in view", () => {
    const minified = fileOf("api.json", `{${'"Padding":"x",'.repeat(200)}"HttpMethod":"POST",${'"After":"y",'.repeat(200)}"End":1}`);
    const lines = formatText(result([finding(placeIn(minified, '"POST"'))]), { ...options, columns: 80 }).split("\n");
    expect(lines.slice(0, 6)).toMatchInlineSnapshot(`
      [
        "error[missing-options-method]: No method answers OPTIONS /users, so browsers",
        "never send POST /users.",
        " --> api.json:1:2815",
        "  |",
        "1 | …adding":"x","HttpMethod":"POST","After":"y","After":"y","After":"y","After…",
        "  |                           ^^^^^^",
      ]
    `);
    expect(Math.max(...lines.slice(0, 6).map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("underlines wide characters and tabs where they stand", () => {
    const wide = fileOf("template.yaml", '\tDescription: "日本語" # é\n\tHttpMethod: POST\n');
    expect(formatText(result([finding(placeIn(wide, '"日本語"')), finding(placeIn(wide, "POST"))]), options)).toMatchInlineSnapshot(`
      "error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
       --> template.yaml:1:15
        |
      1 |   Description: "日本語" # é
        |                ^^^^^^^^
        = help: Add an OPTIONS method with a MOCK integration.

      error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
       --> template.yaml:2:14
        |
      2 |   HttpMethod: POST
        |               ^^^^
        = help: Add an OPTIONS method with a MOCK integration.

      2 errors in 1 template.
      "
    `);
  });

  it("underlines the first line of a longer place", () => {
    expect(formatText(result([finding(placeIn(template, "Integration:", "app.example.com'\""))]), options)).toMatchInlineSnapshot(`
      "error[missing-options-method]: No method answers OPTIONS /users, so browsers never send POST /users.
        --> template.yaml:10:7
         |
      10 |       Integration:
         |       ^^^^^^^^^^^^
         = help: Add an OPTIONS method with a MOCK integration.

      1 error in 1 template.
      "
    `);
  });

  it("never lets a template command the terminal", () => {
    const hostile = fileOf("template.yaml", 'Description: "\u001b[2J\u202egnp.exe"\n');
    const text = formatText(result([finding(placeIn(hostile, "Description"), { message: "\u001b[31mred\u001b[0m" })]), options);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
  });

  it("wraps help to the width of a terminal, and never the browser's message", () => {
    const told = finding(post, { help: "Add an OPTIONS method with a MOCK integration to the resource, and let it answer with the headers that the request needs.", browserMessage: `Access ${"to fetch ".repeat(12)}` });
    const lines = formatText(result([told]), { ...options, columns: 60 }).split("\n");
    const help = lines.findIndex((line) => line.includes("help:"));
    expect(lines.slice(help, help + 3)).toMatchInlineSnapshot(`
      [
        "  = help: Add an OPTIONS method with a MOCK integration to",
        "          the resource, and let it answer with the headers",
        "          that the request needs.",
      ]
    `);
    expect(lines.find((line) => line.includes("browser:"))?.length).toBeGreaterThan(100);
  });

  it("colours only when asked to", () => {
    const findings = [finding(post, { related: [{ place: placeIn(template, "Api:", "Api"), note: "here" }] })];
    const plain = formatText(result(findings), options);
    const coloured = formatText(result(findings), { ...options, color: true });
    expect(plain).not.toContain("\u001b");
    expect(coloured).toContain("\u001b[1;31merror[missing-options-method]");
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/gu, "")).toBe(plain);
  });

  it("says aloud what bounds the prediction", () => {
    const notes = ["the macro Mine", "the include s3://bucket/api.yaml", "x", "y", "z"].map((what) => ({ text: `out of view: ${what}`, place: post }));
    expect(formatText(result([], { notes }), options)).toMatchInlineSnapshot(`
      "note: template.yaml:9:19: out of view: the macro Mine
      note: template.yaml:9:19: out of view: the include s3://bucket/api.yaml
      note: template.yaml:9:19: out of view: x
      note: 2 more parts are out of view or bounded (--verbose lists them)

      No findings in 1 template.
      "
    `);
  });

  it.each([
    ["nothing found", result([]), "No findings in 1 template."],
    ["no template", result([], { files: [] }), "No template to check."],
    ["one of several", result([finding(post)], { files: ["a.yaml", "template.yaml"] }), "1 error in 1 of 2 templates."],
    ["each severity", result([finding(post), finding(post), finding(post, { severity: "warning" }), finding(post, { severity: "info" })]), "2 errors, 1 warning and 1 info in 1 template."],
  ])("ends with a line that counts: %s", (_, given, line) => {
    expect(formatText(given, options).trimEnd().split("\n").at(-1)).toBe(line);
  });
});
