import { describe, expect, it } from "vitest";
import type { HandlerLanguage } from "../../src/handler/index.ts";
import { analyse, verdicts } from "./analyse.ts";

/** Handlers that CORS does not concern, although they return `{ statusCode }` (H57–H61). */
const OTHERS: readonly (readonly [string, HandlerLanguage, string])[] = [
  ["H57 a queue", "javascript", `exports.handler = async (event) => { for (const record of event.Records) console.log(record.body); return { statusCode: 200 }; };`],
  ["H57 a queue, taken apart", "javascript", `exports.handler = async ({ Records }) => { console.log(Records.length); return { statusCode: 200 }; };`],
  ["H57 a bucket", "python", `def handler(event, context):\n    key = event["Records"][0]["s3"]["object"]["key"]\n    return {"statusCode": 200, "body": key}`],
  ["H57 an event bus", "python", `def handler(event, context):\n    user = event["detail"]["user"]\n    return {"statusCode": 200}`],
  ["H57 a custom resource", "javascript", `exports.handler = async (event) => { if (event.RequestType === "Delete") await fetch(event.ResponseURL); return { statusCode: 200 }; };`],
  ["H57 a trigger of Cognito", "javascript", `exports.handler = async (event) => { if (event.triggerSource === "PreSignUp_SignUp") event.response.autoConfirmUser = true; return event; };`],
  ["H57 a task of a state machine", "javascript", `exports.handler = async (event) => { await send({ taskToken: event.taskToken }); return { statusCode: 200 }; };`],
  ["H57 a log subscription", "python", `def handler(event, context):\n    data = event["awslogs"]["data"]\n    return {"statusCode": 200}`],
  ["H58 an authorizer with a policy", "javascript", `exports.handler = async (event) => ({ principalId: event.authorizationToken, policyDocument: { Statement: [] } });`],
  ["H58 a simple authorizer", "python", `def handler(event, context):\n    return {"isAuthorized": event["headers"]["authorization"] == "x"}`],
  ["H59 a WebSocket", "python", `def handler(event, context):\n    connection = event["requestContext"]["connectionId"]\n    return {"statusCode": 200}`],
  ["H61 Lambda@Edge", "javascript", `exports.handler = async (event) => { const reply = event.Records[0].cf.response; reply.headers["access-control-allow-origin"] = [{ key: "Access-Control-Allow-Origin", value: "*" }]; return reply; };`],
];

describe("handlers of other events", () => {
  it.each(OTHERS)("%s", (_, language, code) => {
    const analysis = analyse(language, code);
    expect(verdicts(analysis)).toBe("other event");
    expect(analysis.evidence[0]?.what).toMatch(/^it (?:reads|returns) /u);
  });

  it("looks at each handler of a file by itself", () => {
    const code = `def produce(event, context):\n    return {"statusCode": 200, "body": event["body"]}\ndef consume(event, context):\n    for record in event["Records"]:\n        print(record)\n    return {"statusCode": 200}`;
    const analysis = analyse("python", code);
    expect(analysis.kind).toBe("http");
    expect(analysis.responses.map((response) => response.site.start)).toEqual([code.indexOf("{")]);
  });

  it("takes a handler that reads the request for one of HTTP", () => {
    expect(analyse("javascript", `export const handler = async (event) => ({ statusCode: event.queryStringParameters ? 200 : 400 });`).kind).toBe("http");
  });

  it("says unknown where the event is not looked at", () => {
    expect(analyse("javascript", `export const handler = async () => ({ statusCode: 200 });`).kind).toBe("unknown");
  });
});

describe("the handler that Lambda calls", () => {
  it("is the one that is named", () => {
    const code = `exports.list = async () => ({ statusCode: 200 });\nexports.create = async () => ({ statusCode: 201 });`;
    const input = { file: "users.js", text: code, language: "javascript" } as const;
    return import("../../src/handler/index.ts").then(({ analyzeHandler }) => {
      expect(analyzeHandler({ ...input, handlerName: "create" }).responses.map((response) => response.status)).toEqual([{ kind: "known", text: "201" }]);
    });
  });
});

describe("OPTIONS", () => {
  it.each([
    ["a branch of its own", `export const handler = async (event) => { if (event.httpMethod === "OPTIONS") return { statusCode: 204 }; return { statusCode: 200 }; };`, "yes"],
    ["a branch of its own in HTTP API's event", `export const handler = async (event) => { const { method } = event.requestContext.http; if (method === "OPTIONS") return { statusCode: 204 }; return { statusCode: 200 }; };`, "yes"],
    ["a router without it", `export const handler = async (event) => { switch (event.httpMethod) { case "GET": return { statusCode: 200 }; default: return { statusCode: 405 }; } };`, "no"],
    ["one answer for every method", `export const handler = async () => ({ statusCode: 200 });`, "maybe"],
  ] as const)("%s", (_, code, expected) => {
    expect(analyse("javascript", code).answersOptions).toBe(expected);
  });

  it("says which methods a response is for", () => {
    const analysis = analyse("javascript", `export const handler = async (event) => { switch (event.httpMethod) { case "GET": return { statusCode: 200 }; default: return { statusCode: 405 }; } };`);
    expect(analysis.responses.map((response) => response.methods)).toEqual([{ only: ["GET"] }, { except: ["GET"] }]);
  });

  it("draws nothing from a test that asks for more than the method", () => {
    const analysis = analyse("javascript", `export const handler = async (event) => { if (event.httpMethod === "GET" && event.body) return { statusCode: 200 }; return { statusCode: 405 }; };`);
    expect(analysis.responses.map((response) => response.methods)).toEqual([{ only: ["GET"] }, undefined]);
  });
});
