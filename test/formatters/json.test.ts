import { describe, expect, it } from "vitest";
import { formatJson } from "../../src/formatters/json.ts";
import { fileOf, finding, placeIn, result, TEMPLATE } from "./findings.ts";

const template = fileOf("template.yaml", TEMPLATE);

describe("the JSON format", () => {
  it("has the documented shape, version 1", () => {
    const route = { api: "Users", method: "POST", path: "/users" };
    const full = finding(placeIn(template, "POST"), {
      route,
      routes: [route],
      scenarios: ["Stage=prod"],
      assumptions: ["Origin=https://app.example.com"],
      browserMessage: "Access to fetch …",
      related: [{ place: placeIn(template, "Api:", "Api"), note: "OPTIONS is answered here" }],
      fix: { title: "Add an OPTIONS method", applicability: "unsafe", edits: [] },
    });
    expect(JSON.parse(formatJson(result([full], { skipped: [{ file: "lefthook.yml", reason: "it has no Resources" }] })))).toMatchInlineSnapshot(`
      {
        "files": [
          "template.yaml",
        ],
        "findings": [
          {
            "assumptions": [
              "Origin=https://app.example.com",
            ],
            "browserMessage": "Access to fetch …",
            "end": {
              "column": 23,
              "line": 9,
            },
            "file": "template.yaml",
            "fix": {
              "applicability": "unsafe",
              "edits": [],
              "title": "Add an OPTIONS method",
            },
            "help": "Add an OPTIONS method with a MOCK integration.",
            "message": "No method answers OPTIONS /users, so browsers never send POST /users.",
            "related": [
              {
                "end": {
                  "column": 6,
                  "line": 2,
                },
                "file": "template.yaml",
                "message": "OPTIONS is answered here",
                "start": {
                  "column": 3,
                  "line": 2,
                },
              },
            ],
            "resource": "CreateUser",
            "route": {
              "api": "Users",
              "method": "POST",
              "path": "/users",
            },
            "rule": "missing-options-method",
            "scenarios": [
              "Stage=prod",
            ],
            "severity": "error",
            "start": {
              "column": 19,
              "line": 9,
            },
          },
        ],
        "notes": [],
        "skipped": [
          {
            "file": "lefthook.yml",
            "reason": "it has no Resources",
          },
        ],
        "summary": {
          "errors": 1,
          "files": 1,
          "infos": 0,
          "skipped": 1,
          "suppressed": 0,
          "warnings": 0,
        },
        "version": 1,
      }
    `);
  });

  it("leaves out what a finding does not have", () => {
    const { findings } = JSON.parse(formatJson(result([finding(placeIn(template, "POST"))])));
    expect(Object.keys(findings[0])).toEqual(["rule", "severity", "message", "file", "start", "end", "resource", "related", "help"]);
  });

  it("is a document without findings, too", () => {
    expect(JSON.parse(formatJson(result([])))).toMatchObject({ version: 1, findings: [], summary: { errors: 0, warnings: 0, infos: 0 } });
  });
});
