import { describe, expect, it } from "vitest";
import { CLEAN } from "../cli/run.ts";
import { diffTexts } from "./versions.ts";

describe("hostile versions", () => {
  it("take __proto__ for a key like any other", async () => {
    const evil = `${CLEAN}  __proto__:\n    Type: AWS::ApiGateway::Method\n    Properties: { __proto__: { polluted: yes }, RestApiId: !Ref constructor }\n`;
    await expect(diffTexts(CLEAN, evil)).resolves.toMatchObject({ findings: [] });
    await expect(diffTexts(evil, CLEAN)).resolves.toMatchObject({ findings: [] });
    expect({}).not.toHaveProperty("polluted");
  });

  it("may be no more than a fragment, or broken", async () => {
    const { notes } = await diffTexts(CLEAN, `${CLEAN}  Broken: { a: [\n`);
    expect(notes.map(({ text }) => text).join()).toContain("not all of it could be read");
  });

  it("with many routes, origins and scenarios are compared within a bound", async () => {
    const origins = Array.from({ length: 300 }, (_, index) => `https://a${index}.example.com`).join(", ");
    const parameters = Array.from({ length: 8 }, (_, index) => `  P${index}: { Type: String, AllowedValues: [a, b, c], Default: a }`).join("\n");
    const routes = Array.from({ length: 200 }, (_, index) => `  R${index}:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: { ApiId: !Ref Users, RouteKey: "PUT /r${index}", Target: !Sub "integrations/\${P${index % 8}}" }`).join("\n");
    const many = (text: string): string => `Parameters:\n${parameters}\n${CLEAN.replace(/AllowOrigins: .*/u, `AllowOrigins: [${text}]`)}${routes}\n`;
    const start = performance.now();
    const { calls } = await diffTexts(many(origins), many("https://a0.example.com"));
    expect(calls.length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(60_000);
  }, 90_000);
});
