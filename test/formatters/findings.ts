import { allRules } from "../../rules/index.ts";
import type { Finding, LintResult } from "../../src/linter/types.ts";
import { Place, SourceFile } from "../../src/source/index.ts";

/** A place in a text, named by the text that stands there: `placeIn(file, "POST")`. */
export function placeIn(file: SourceFile, text: string, end = text): Place {
  const start = file.text.indexOf(text);
  if (start < 0) throw new Error(`there is no ${text}`);
  return Place.root(file).at(start, file.text.indexOf(end, start) + end.length);
}

/** A document whose places are spans of its text. */
export function fileOf(name: string, text: string): SourceFile {
  return new SourceFile(name, text, () => ({ span: () => ({ start: 0, end: text.length }), scalarSpan: (_path, slice) => slice }));
}

export function finding(at: Place, more: Partial<Finding> = {}): Finding {
  return {
    rule: "missing-options-method",
    severity: "error",
    message: "No method answers OPTIONS /users, so browsers never send POST /users.",
    at,
    related: [],
    help: "Add an OPTIONS method with a MOCK integration.",
    resource: "CreateUser",
    constructPath: undefined,
    route: undefined,
    routes: [],
    scenarios: [],
    assumptions: [],
    browserMessage: undefined,
    fix: undefined,
    ...more,
  };
}

export function result(findings: readonly Finding[], more: Partial<LintResult> = {}): LintResult {
  return { findings, files: [...new Set(["template.yaml", ...findings.map(({ at }) => at.file.name)])], skipped: [], notes: [], ...more };
}

export const options = { rules: allRules, version: "0.1.0" };

export const TEMPLATE = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi

  CreateUser:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      HttpMethod: POST
      Integration:
        IntegrationResponses:
          - StatusCode: "200"
            ResponseParameters:
              method.response.header.Access-Control-Allow-Origin: "'https://app.example.com'"
`;
