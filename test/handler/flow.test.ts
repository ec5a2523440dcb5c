import { describe, expect, it } from "vitest";
import type { HandlerLanguage } from "../../src/handler/index.ts";
import { analyse, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "https://app.example.com"`;

/** What is handed back is judged as it was at that moment: what the program does later, on another way, is none of its business. */
const ROWS: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["a header that is written after an early return", "javascript", `export const handler = async (event) => { const headers = {};\n if (event.a) return { statusCode: 400, headers };\n headers["Access-Control-Allow-Origin"] = "*";\n return { statusCode: 200, headers }; };`, "no, yes"],
  ["a header that is taken away after an early return", "javascript", `export const handler = async (event) => { const headers = { ${ACAO} };\n if (event.a) return { statusCode: 200, headers };\n delete headers["Access-Control-Allow-Origin"];\n return { statusCode: 204, headers }; };`, "yes, no"],
  ["an object that is changed after a callback", "javascript", `exports.handler = (event, context, callback) => { const reply = { statusCode: 200, headers: {} }; callback(null, reply); reply.headers["Access-Control-Allow-Origin"] = "*"; };`, "no"],
  ["a header that is written after an early return, a try and a loop", "python", `def handler(event, context):\n    headers = {}\n    try:\n        if event["a"]:\n            return {"statusCode": 200, "headers": headers}\n        for x in event["b"]:\n            return {"statusCode": 202, "headers": headers}\n    except Exception:\n        return {"statusCode": 500, "headers": headers}\n    headers["Access-Control-Allow-Origin"] = "*"\n    return {"statusCode": 201, "headers": headers}`, "no, no, no, yes"],
];

describe("the order in which a program does things", () => {
  it.each(ROWS)("%s", (_, language, code, expected) => {
    expect(verdicts(analyse(language, code))).toBe(expected);
  });
});
