import { describe, expect, it } from "vitest";
import { textChanges } from "../../src/source/apply-edits.ts";
import { changesOfEach } from "../../src/source/changes-of-each.ts";
import { type Edit, type PathSegment, Place, readDocument } from "../../src/source/index.ts";

const TEXT = `Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: users # the name
      CorsConfiguration:
        AllowOrigins: ["https://app.example.com/", 'https://admin.example.com/']
        AllowMethods:
          - get
          - post
`;

const { file } = readDocument("template.yaml", new TextEncoder().encode(TEXT));
const at = (...path: readonly PathSegment[]): Place => path.reduce((place: Place, segment) => place.child(segment), Place.root(file).child("Resources").child("Api").child("Properties"));
const origin = (index: number): Place => at("CorsConfiguration", "AllowOrigins", index);

const FIXES: Readonly<Record<string, readonly Edit[]>> = {
  replaced: [{ kind: "replace", place: origin(0), text: "https://app.example.com" }],
  "the same again": [{ kind: "replace", place: origin(0), text: "https://app.example.com" }],
  "another text in the same place": [{ kind: "replace", place: origin(0), text: "*" }],
  "another item": [{ kind: "replace", place: origin(1), text: "https://admin.example.com" }],
  "two edits": [
    { kind: "replace", place: at("CorsConfiguration", "AllowMethods", 0), text: "GET" },
    { kind: "replace", place: at("CorsConfiguration", "AllowMethods", 1), text: "POST" },
  ],
  "an entry": [{ kind: "add-entry", place: at("CorsConfiguration"), key: "MaxAge", value: 600 }],
  "another entry": [{ kind: "add-entry", place: at("CorsConfiguration"), key: "AllowHeaders", value: ["authorization"] }],
  "one item removed": [{ kind: "remove", place: at("CorsConfiguration", "AllowMethods", 0) }],
  "the other item removed": [{ kind: "remove", place: at("CorsConfiguration", "AllowMethods", 1) }],
  renamed: [{ kind: "rename-key", place: at("Name"), key: "ApiName" }],
  "nothing there": [{ kind: "replace", place: at("Nothing"), text: "x" }],
};

describe("changes of many fixes", () => {
  it("are for each what they are for it alone, whoever gets in whose way", () => {
    const names = Object.keys(FIXES);
    const alone = Object.values(FIXES).map((edits) => textChanges(file, edits));
    expect(Object.fromEntries(changesOfEach(file, Object.values(FIXES)).map((changes, index) => [names[index], changes]))).toEqual(
      Object.fromEntries(alone.map((changes, index) => [names[index], "refused" in changes ? undefined : changes.changes])),
    );
  });

  it("are none where the document cannot be read", () => {
    const broken = readDocument("template.yaml", new TextEncoder().encode("a: [\n")).file;
    expect(changesOfEach(broken, [[{ kind: "replace", place: Place.root(broken).child("a"), text: "x" }]])).toEqual([undefined]);
  });
});
