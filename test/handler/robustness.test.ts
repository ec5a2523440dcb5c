import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeHandler, handlerLanguage, type HandlerLanguage } from "../../src/handler/index.ts";
import { analyse } from "./analyse.ts";

const SEEDS: Readonly<Record<HandlerLanguage, string>> = {
  javascript: `const CORS = { "Access-Control-Allow-Origin": process.env.ORIGIN || "*" };\nclass Reply extends Base { #x = 1; static y = 2; constructor(a = {}, ...rest) { super(a); this.headers = { ...CORS, ...a?.b }; } get z() { return this; } }\nfunction respond(statusCode, { headers = {}, ...more } = {}) { return { statusCode, headers: { ...CORS, ...headers }, ...more }; }\nexports.handler = async (event, context, callback) => { let reply; try { for (const [key, value] of Object.entries(event.headers)) { if (!key) continue; reply = respond(200, { [key]: value }); } switch (event.httpMethod) { case "GET": return reply; default: break; } while (true) { if (event.body) break; } return new Promise((resolve) => resolve(respond(201))).then((done) => done).catch(() => respond(500)); } catch (error) { delete CORS.x; callback(null, respond(500)); } finally { reply ??= respond(404); } };`,
  typescript: `import type { APIGatewayProxyHandler } from "aws-lambda";\nenum Code { Ok = 200 }\nconst headers: Record<string, string> = { "Access-Control-Allow-Origin": "*" } as const;\nexport const handler: APIGatewayProxyHandler = async (event): Promise<unknown> => { const reply = <const>{ statusCode: Code.Ok, headers }; return event.body! ? reply : { ...reply, body: \`\${event.path}\` } satisfies object; };`,
  python: `import os\nfrom lib import *\nHEADERS = {"Access-Control-Allow-Origin": os.environ.get("ORIGIN", "*"), **BASE}\nclass Reply(Base):\n    headers = HEADERS\n    def __init__(self, status, *args, **kwargs):\n        super().__init__(status)\n        self.status = status\n    def to_dict(self):\n        return {"statusCode": self.status, "headers": {**self.headers}, "body": f"{self.status!r:>3}"}\n@logger.inject_lambda_context(log_event=True)\ndef handler(event, context):\n    try:\n        match event["httpMethod"]:\n            case "GET" | "POST":\n                return Reply(200).to_dict()\n            case _:\n                pass\n        for key, value in event["headers"].items():\n            HEADERS[key] = value\n        while (line := next(event)) and not None:\n            break\n        with open("x") as f, open("y"):\n            return {"statusCode": 200 if f else 404, "headers": dict(HEADERS, x="1") | {}}\n    except (KeyError, ValueError) as error:\n        return {"statusCode": 500, "body": str(error)}\n    else:\n        del HEADERS["x"]\n    finally:\n        print(lambda a, b=1: a)\n`,
};

const LANGUAGES = ["javascript", "typescript", "python"] as const;

/** What a mutation may put into a program. */
const PIECES = ["(", ")", "{", "}", "[", "]", ",", ":", "=>", "...", "**", "*", "return ", "if ", "else ", "exports.", "=", "\n", "\n    ", "'", '"', "`", "${", "await ", "super", "this", "__proto__", "constructor", "prototype", "handler", "event", "\\", "#", "//", "/*", "@", "\u{1F600}", "lambda: ", "yield ", "new ", "class A", "\0"];

describe("hostile programs", () => {
  it.each(LANGUAGES)("never throws on mutated %s, and ends", (language) => {
    const seed = SEEDS[language];
    const edit = fc.record({ at: fc.nat(seed.length), cut: fc.nat(30), piece: fc.constantFrom(...PIECES) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        const text = edits.reduce((before, { at, cut, piece }) => before.slice(0, at) + piece + before.slice(at + cut), seed);
        const started = performance.now();
        const analysis = analyse(language, text);
        expect(performance.now() - started).toBeLessThan(5000);
        for (const response of analysis.responses) {
          expect(response.site.start).toBeGreaterThanOrEqual(0);
          expect(response.site.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 150 },
    );
  });

  const deep = (open: string, close: string, inner: string, times: number): string => open.repeat(times) + inner + close.repeat(times);

  it.each([
    ["deep parentheses", "javascript", `exports.handler = async () => (${deep("(", ")", "1", 3000)});`],
    ["deep objects", "javascript", `exports.handler = async () => (${deep("{a:", "}", "1", 3000)});`],
    ["deep functions", "javascript", `exports.handler = ${deep("async () => (", ")", "1", 2000)};`],
    ["a long sum", "javascript", `exports.handler = async () => ({ statusCode: 200, body: ${Array.from({ length: 5000 }, () => '"a"').join(" + ")} });`],
    ["functions that call each other twice", "javascript", `${Array.from({ length: 60 }, (_, i) => `function f${i}(x) { return x ? f${i + 1}(x) : f${i + 1}(!x); }`).join("\n")}\nfunction f60() { return { statusCode: 200 }; }\nexports.handler = async (event) => f0(event.body);`],
    ["many branches", "javascript", `exports.handler = async (event) => { const headers = {}; ${Array.from({ length: 2000 }, (_, i) => `if (event.a${i}) headers["x${i}"] = "1";`).join("\n")} return { statusCode: 200, headers }; };`],
    ["many returns", "javascript", `exports.handler = async (event) => { ${Array.from({ length: 2000 }, (_, i) => `if (event.a${i}) return { statusCode: ${i} };`).join("\n")} };`],
    ["nested loops", "javascript", `exports.handler = async (event) => { let x; ${deep("for (const a of event.list) { x = { a, x };", "}", "", 40)} return { statusCode: 200, body: x }; };`],
    ["a function that calls itself", "javascript", `const f = (x) => f(f(x)); exports.handler = async (event) => f(event);`],
    ["deep lists", "python", `def handler(event, context):\n    return ${deep("[", "]", "1", 3000)}`],
    ["deep blocks", "python", `def handler(event, context):\n${Array.from({ length: 90 }, (_, i) => `${" ".repeat(i + 1)}if event[${i}]:`).join("\n")}\n${" ".repeat(92)}return {"statusCode": 200}`],
    ["many brackets that are never closed", "python", `def handler(event, context):\n${"  with (a as b,\n".repeat(1_500)}`],
    ["many things to match", "python", `def handler(event, context):\n    match ${"a, ".repeat(10_000)}b:\n${"\n".repeat(5_000)}    x = (\n`],
    ["spaces everywhere", "python", `def handler(event, context):\n    x = (${" ".repeat(200_000)}\n`],
    ["tags that are never closed", "python", `def handler(event, context):\n${"{% {{ {#".repeat(8_000)}`],
    ["getters that read each other", "javascript", `const a = { get x() { return b.y; } }; const b = { get y() { return a.x; } }; Object.defineProperty(exports, "handler", { get: () => a.x });`],
    ["keys of the prototype", "javascript", `exports.handler = async () => ({ statusCode: 200, headers: { __proto__: { "Access-Control-Allow-Origin": "*" }, constructor: "x", ["__proto__"]: 1 } });`],
  ] as const)("is done with %s in time", (_, language, code) => {
    const started = performance.now();
    analyse(language, code);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it("says no of nothing once the budget is spent", () => {
    const calls = Array.from({ length: 40 }, (_, i) => `function f${i}(x) { if (x.a) return f${i + 1}(x); if (x.b) return f${i + 1}(x); return { statusCode: 200 }; }`).join("\n");
    const analysis = analyse("javascript", `${calls}\nfunction f40() { return { statusCode: 200 }; }\nexports.handler = async (event) => f0(event.body);`);
    expect(analysis.responses.every((response) => response.allowOrigin === "unknown" || response.allowOrigin === "no")).toBe(true);
    expect(({} as Record<string, unknown>)["Access-Control-Allow-Origin"]).toBeUndefined();
  });

  it("reports a syntax error once, with its place", () => {
    expect(analyse("javascript", `exports.handler = async () => ({ statusCode: 200, };`).problem?.site.start).toBeGreaterThan(0);
    expect(analyse("python", `def handler(event, context)\n    return 1`).problem?.message).toBe("invalid syntax");
  });
});

const folder = process.env["CORS_LINT_HANDLERS"];

describe("real handlers (CORS_LINT_HANDLERS)", () => {
  it.skipIf(folder === undefined)("are analysed without a throw, and fast", () => {
    const dir = folder ?? "";
    const files = readdirSync(dir).filter((name) => handlerLanguage(name) !== undefined);
    for (const file of files) {
      const language = handlerLanguage(file);
      if (language === undefined) continue;
      const started = performance.now();
      const analysis = analyzeHandler({ file, text: readFileSync(join(dir, file), "utf8"), language });
      expect(analysis.file).toBe(file);
      expect(performance.now() - started, file).toBeLessThan(2000);
    }
    expect(files.length).toBeGreaterThan(0);
  });

  it.skipIf(folder === undefined)("agree with what readers said of them", async () => {
    const { conformHandlers } = await import("../conformance/handlers.ts");
    const lines: string[] = [];
    expect(conformHandlers(folder ?? "", (line) => lines.push(line)), lines.join("\n")).toBe(0);
  });
});
