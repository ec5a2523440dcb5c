import type { RuleTester } from "eslint";

type Named = { readonly name: string; readonly typed?: boolean };

/** A rule's table: what it flags, with what it proposes, and near misses that stay silent. */
interface RuleCases {
  readonly rule: string;
  readonly invalid: readonly (RuleTester.InvalidTestCase & Named)[];
  readonly valid: readonly (RuleTester.ValidTestCase & Named)[];
}

const ORIGIN = `"Access-Control-Allow-Origin": "https://app.example.com"`;
const proxy = { settings: { "cors-lint": { handlers: "rest-proxy" } } };
const managed = { settings: { "cors-lint": { handlers: "managed-cors" } } };

/** A handler whose response has these headers. */
const sends = (headers: string): string => `export const handler = async (event) => ({ statusCode: 200, headers: { ${headers} }, body: event.path });`;

/** A handler that makes a value of the origin that asks. */
const checks = (test: string): string =>
  `const ALLOWED = ["https://app.example.com"];\nexport const handler = async (event) => {\n  const origin = event.headers.origin;\n  const headers = { "Vary": "Origin" };\n  if (${test}) headers["Access-Control-Allow-Origin"] = origin;\n  return { statusCode: 200, headers };\n};`;

/** A handler that sends back what passes a test, and another origin where it does not. */
const constantTest = (allowed: string): string =>
  `const ALLOWED = [${allowed}];\nexport const handler = async (event) => {\n  const origin = event.headers.origin || "";\n  const isAllowed = ALLOWED.includes(origin);\n  return { statusCode: 200, headers: { Vary: "Origin", "Access-Control-Allow-Origin": isAllowed ? origin : "https://app.example.com" } };\n};`;

const TYPED = `import type { APIGatewayProxyHandler } from "aws-lambda";\nexport const handler: APIGatewayProxyHandler = async () => ({ statusCode: 200, headers: {}, body: "" });`;

const TYPED_BY_RESULT = (event: string): string => `import type { APIGatewayProxyResult } from "aws-lambda";\nexport const handler = async (event: ${event}): Promise<APIGatewayProxyResult> => { console.log(event); return { statusCode: 200, headers: {}, body: "" }; };`;

const middy = (uses: string): string => `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nimport errors from "@middy/http-error-handler";\nconst base = async (event) => ({ statusCode: 200, body: event.path });\nexport const handler = middy(base)${uses};`;

export const HANDLER_CASES: readonly RuleCases[] = [
  {
    rule: "handler-missing-allow-origin",
    invalid: [
      {
        name: "a response without headers, where others have them (H1)",
        code: `export const handler = async (event) => {\n  if (event.path === "/health") return { statusCode: 200 };\n  return { statusCode: 200, headers: { ${ORIGIN} } };\n};`,
        errors: [{ messageId: "response", line: 2, column: 40, endLine: 2, endColumn: 59, suggestions: [{ messageId: "suggestion", data: { title: "Send Access-Control-Allow-Origin: https://app.example.com" }, output: `export const handler = async (event) => {\n  if (event.path === "/health") return { headers: { ${ORIGIN} }, statusCode: 200 };\n  return { statusCode: 200, headers: { ${ORIGIN} } };\n};` }] }],
      },
      {
        name: "other headers only, in a project that says who answers (H2)",
        ...proxy,
        code: `export const handler = async (event) => ({\n  statusCode: 200,\n  headers: {\n    "Content-Type": "application/json",\n  },\n  body: event.path,\n});`,
        errors: [{ messageId: "response", line: 1, column: 42, suggestions: [{ messageId: "suggestion", data: { title: "Send Access-Control-Allow-Origin: *, which lets every site read the response" }, output: `export const handler = async (event) => ({\n  statusCode: 200,\n  headers: {\n    "Access-Control-Allow-Origin": "*",\n    "Content-Type": "application/json",\n  },\n  body: event.path,\n});` }] }],
      },
      {
        name: "the types of a REST API (H37)",
        typed: true,
        code: TYPED,
        errors: [{ messageId: "response", suggestions: [{ messageId: "suggestion", output: TYPED.replace("headers: {}", `headers: { "Access-Control-Allow-Origin": "*" }`) }] }],
      },
      { name: "typed by its result alone", typed: true, code: TYPED_BY_RESULT("unknown"), errors: [{ messageId: "response", suggestions: 1 }] },
      {
        name: "a helper, reported once however often it is called (H6)",
        ...proxy,
        code: `const respond = (statusCode) => ({ statusCode });\nexport const handler = async (event) => (event.path ? respond(200) : respond(201));`,
        errors: [{ messageId: "response", line: 1, column: 34, suggestions: 1 }],
      },
      { name: "a framework that is not told to (H45)", ...proxy, code: `import express from "express";\nimport serverless from "serverless-http";\nconst app = express();\napp.get("/users", (request, response) => { response.json([]); });\nexport const handler = serverless(app);`, errors: [{ messageId: "told", data: { message: "express sends no Access-Control-Allow-Origin here, so browsers hide each of its responses from the page. Turn on the CORS support of express." } }] },
      { name: "nothing that changed, which scripts ask for (H64)", ...proxy, code: `export const handler = async (event) => ({ statusCode: 304, headers: { ETag: event.path }, body: "" });`, errors: [{ messageId: "response", suggestions: 1 }] },
      { name: "a handler that is not called like one, by what it reads", ...proxy, code: `export const listUsers = async (input) => ({ statusCode: 200, body: input.pathParameters.id });`, errors: [{ messageId: "response", suggestions: 1 }] },
      { name: "a handler without parameters", ...proxy, code: `export const listUsers = async () => ({ statusCode: 200, body: "[]" });`, errors: [{ messageId: "response", suggestions: 1 }] },
      { name: "CommonJS and callbacks (H18, H53)", ...proxy, code: `exports.handler = (event, context, callback) => { callback(null, { statusCode: 200, body: event.path }); };`, errors: [{ messageId: "response", line: 1, column: 66, suggestions: 1 }] },
    ],
    valid: [
      { name: "nothing says that browsers call it", code: `export const handler = async (event) => ({ statusCode: 200, body: event.path });` },
      { name: "the API sends the headers", ...managed, code: `export const handler = async (event) => ({ statusCode: 200, body: event.path });` },
      { name: "the types of an HTTP API, which may send them itself (H38)", typed: true, code: TYPED.replaceAll("APIGatewayProxyHandler", "APIGatewayProxyHandlerV2") },
      { name: "a queue's handler (H57)", ...proxy, code: `export const handler = async (event) => { for (const record of event.Records) console.log(record); return { statusCode: 200 }; };` },
      { name: "an authorizer (H58)", ...proxy, code: `export const handler = async (event) => ({ isAuthorized: event.headers.authorization === "x" });` },
      { name: "a framework that is told to (H46)", ...proxy, code: `import cors from "cors";\nimport express from "express";\nimport serverless from "serverless-http";\nconst app = express();\napp.use(cors());\nexport const handler = serverless(app);` },
      { name: "headers out of view (H5)", ...proxy, code: `import { headers } from "@example/http";\nexport const handler = async (event) => ({ statusCode: 200, headers: { ...headers }, body: event.path });` },
      { name: "another case of the name (H27)", ...proxy, code: sends(`"access-control-allow-origin": "*"`) },
      { name: "a shared object (H3)", ...proxy, code: `const headers = { ${ORIGIN} };\nexport const handler = async (event) => ({ statusCode: 200, headers, body: event.path });` },
      { name: "no handler", ...proxy, code: `export function total(users) { return users.length; }` },
      { name: "a function for a bot beside one for browsers", code: `export const listUsers = async (event) => ({ statusCode: 200, headers: { ${ORIGIN} }, body: event.path });\nexport const onCommand = async (event) => ({ statusCode: 200, body: event.body });` },
      { name: "a helper of handlers elsewhere", ...proxy, code: `export const json = (body, statusCode = 200) => ({ statusCode, body: JSON.stringify(body) });\nexport const failed = (error) => ({ statusCode: error.statusCode, body: error.body });\nexport const gone = () => json({}, 410);` },
      { name: "a helper of handlers elsewhere, by the types of a REST API", typed: true, code: `import type { APIGatewayProxyResult } from "aws-lambda";\nexport const json = (body: unknown, statusCode = 200): APIGatewayProxyResult => ({ statusCode, body: JSON.stringify(body) });` },
      { name: "a helper whose name only looks like a handler's", ...proxy, code: `export const handleRouteFailure = (log, error) => ({ statusCode: 500, body: error.message });\nexport const toLambdaResponse = (response, headers) => ({ statusCode: response.statusCode, headers, body: response.body });` },
      { name: "a function that services call, by its name", typed: true, code: TYPED.replace("handler:", "stripeWebhook:") },
      { name: "a file that services call, by its name", typed: true, filename: "src/webhooks/payments.ts", code: TYPED },
      { name: "a redirect, which pages link to (H64)", ...proxy, code: `export const handler = async (event) => ({ statusCode: 302, headers: { Location: "https://app.example.com" + event.path }, body: "" });` },
      { name: "a page, which browsers open (H64)", ...proxy, code: `export const handler = async (event) => ({ statusCode: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: event.path });` },
      { name: "a function with an event of its own, typed by its result", typed: true, code: TYPED_BY_RESULT("UserApproved") },
      { name: "a function for Express", ...proxy, code: `export const listUsers = async (request, response) => { response.json([]); return { statusCode: 200, body: request.path }; };` },
    ],
  },
  {
    rule: "handler-missing-allow-origin-on-error",
    invalid: [
      {
        name: "the error path (H14)",
        code: `export const handler = async (event) => {\n  try {\n    return { statusCode: 200, headers: { ${ORIGIN} }, body: event.path };\n  } catch (error) {\n    return { statusCode: 500, body: "" };\n  }\n};`,
        errors: [{ messageId: "response", line: 5, column: 12, suggestions: [{ messageId: "suggestion", data: { title: "Send Access-Control-Allow-Origin: https://app.example.com" }, output: `export const handler = async (event) => {\n  try {\n    return { statusCode: 200, headers: { ${ORIGIN} }, body: event.path };\n  } catch (error) {\n    return { headers: { ${ORIGIN} }, statusCode: 500, body: "" };\n  }\n};` }] }],
      },
      { name: "an early return (H12)", code: `export const handler = async (event) => {\n  if (!event.body) return { statusCode: 400 };\n  return { statusCode: 201, headers: { ${ORIGIN} } };\n};`, errors: [{ messageId: "response", line: 2, suggestions: 1 }] },
      { name: "the last branch of a router (H13)", code: `export const handler = async (event) => {\n  switch (event.httpMethod) {\n    case "GET":\n      return { statusCode: 200, headers: { ${ORIGIN} } };\n    default:\n      return { statusCode: 405 };\n  }\n};`, errors: [{ messageId: "response", line: 6, suggestions: 1 }] },
    ],
    valid: [
      { name: "the header on both paths", code: `const headers = { ${ORIGIN} };\nexport const handler = async (event) => {\n  try {\n    return { statusCode: 200, headers, body: event.path };\n  } catch {\n    return { statusCode: 500, headers };\n  }\n};` },
      { name: "the header on neither: nothing says that browsers call it", code: `export const handler = async (event) => {\n  if (!event.body) return { statusCode: 400 };\n  return { statusCode: 201 };\n};` },
      { name: "the API sends the headers", ...managed, code: `export const handler = async (event) => {\n  if (!event.body) return { statusCode: 400 };\n  return { statusCode: 201, headers: { ${ORIGIN} } };\n};` },
    ],
  },
  {
    rule: "handler-malformed-response",
    invalid: [
      { name: "a body that is an object", code: `export const handler = async (event) => ({ statusCode: 200, body: { method: event.httpMethod } });`, errors: [{ messageId: "body", suggestions: [{ messageId: "suggestion", data: { title: "Put it through JSON.stringify" }, output: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ method: event.httpMethod }) });` }] }] },
      { name: "headers that are a text", code: `export const handler = async (event) => ({ statusCode: 200, headers: JSON.stringify({ ${ORIGIN} }), body: event.httpMethod });`, errors: [{ message: "The headers of this response are a text, and no object: API Gateway answers 502 in its place, without them. Hand over the object itself; only the body is put through JSON.stringify or json.dumps." }] },
      { name: "an error of a class out of view that is returned", ...proxy, code: `import { NotFoundError } from "@example/http";\nexport const handler = async (event) => (event.body ? { statusCode: 200, body: event.body } : new NotFoundError());`, errors: [{ messageId: "error" }] },
      { name: "an error that is returned (H15)", ...proxy, code: `export const handler = async (event) => {\n  try {\n    return { statusCode: 200, body: event.path };\n  } catch (error) {\n    return error;\n  }\n};`, errors: [{ messageId: "error", line: 5 }] },
    ],
    valid: [
      { name: "a text", code: `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify({ method: event.httpMethod }) });` },
      { name: "a function out of view that answers errors", ...proxy, code: `import { Reply } from "@example/http";\nexport const handler = async (event) => (event.body ? Reply.noContent() : Reply.serverError());` },
      { name: "an HTTP API, which takes objects (H39)", settings: { "cors-lint": { handlers: "http-api" } }, code: `export const handler = async (event) => ({ statusCode: 200, body: { path: event.rawPath } });` },
    ],
  },
  {
    rule: "handler-wildcard-origin-with-credentials",
    invalid: [
      { name: "both in one response", code: sends(`"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": true`), errors: [{ messageId: "headers", suggestions: [{ messageId: "suggestion", data: { title: "Remove Access-Control-Allow-Credentials" }, output: sends(`"Access-Control-Allow-Origin": "*"`) }] }] },
      { name: "credentials first", code: sends(`"Access-Control-Allow-Credentials": "true", "Access-Control-Allow-Origin": "*"`), errors: [{ messageId: "headers", suggestions: [{ messageId: "suggestion", output: sends(`"Access-Control-Allow-Origin": "*"`) }] }] },
    ],
    valid: [
      { name: "one origin", code: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": true`) },
      { name: "no credentials", code: sends(`"Access-Control-Allow-Origin": "*"`) },
    ],
  },
  {
    rule: "handler-reflected-origin",
    invalid: [
      { name: "no test", code: sends(`"Access-Control-Allow-Origin": event.headers.origin, "Vary": "Origin"`), errors: [{ messageId: "open" }] },
      { name: "with credentials (H33)", code: sends(`"Access-Control-Allow-Origin": event.headers.origin, "Access-Control-Allow-Credentials": "true"`), errors: [{ messageId: "credentials" }] },
    ],
    valid: [
      { name: "membership in a list (H34)", code: checks("ALLOWED.includes(origin)") },
      { name: "an origin of one's own", code: sends(ORIGIN) },
    ],
  },
  {
    rule: "handler-weak-origin-check",
    invalid: [
      { name: "the end of the text (H35)", code: checks(`origin.endsWith("example.com")`), errors: [{ messageId: "weak", line: 5, column: 7 }] },
      { name: "an open pattern (H35)", code: checks(`/example\\.com/.test(origin)`), errors: [{ messageId: "weak" }] },
    ],
    valid: [
      { name: "the end of the text with its dot, and the scheme", code: checks(`origin.startsWith("https://") && origin.endsWith(".example.com")`) },
      { name: "membership in a list", code: checks("ALLOWED.includes(origin)") },
    ],
  },
  {
    rule: "handler-malformed-origin",
    invalid: [
      { name: "a slash at the end", code: sends(`"Access-Control-Allow-Origin": "https://app.example.com/"`), output: sends(ORIGIN), errors: [{ messageId: "malformed" }] },
      { name: "a slash behind a variable (H30)", code: sends(`"Access-Control-Allow-Origin": \`https://\${process.env.HOST}/\``), errors: [{ messageId: "malformed" }] },
    ],
    valid: [
      { name: "an origin", code: sends(ORIGIN) },
      { name: "an origin of which a part is not known (H30)", code: sends(`"Access-Control-Allow-Origin": \`https://\${process.env.HOST}\``) },
      { name: "the wildcard", code: sends(`"Access-Control-Allow-Origin": "*"`) },
    ],
  },
  {
    rule: "handler-multiple-origins",
    invalid: [
      { name: "a comma", code: sends(`"Access-Control-Allow-Origin": "https://app.example.com,https://admin.example.com"`), errors: [{ messageId: "list" }] },
      { name: "join", code: `const ALLOWED = ["https://app.example.com", "https://admin.example.com"];\n${sends(`"Access-Control-Allow-Origin": ALLOWED.join(",")`)}`, errors: [{ messageId: "list" }] },
      { name: "a variable in the plural (H32)", code: sends(`"Access-Control-Allow-Origin": process.env.ALLOWED_ORIGINS`), errors: [{ messageId: "variable", data: { name: "ALLOWED_ORIGINS" } }] },
    ],
    valid: [
      { name: "a variable in the singular (H31)", code: sends(`"Access-Control-Allow-Origin": process.env.ALLOWED_ORIGIN`) },
      { name: "one origin", code: sends(ORIGIN) },
    ],
  },
  {
    rule: "handler-duplicate-header",
    invalid: [
      { name: "two cases of one name (H28)", code: sends(`${ORIGIN}, "access-control-allow-origin": "*"`), errors: [{ messageId: "twice", suggestions: [{ messageId: "suggestion", output: sends(ORIGIN) }] }] },
    ],
    valid: [
      { name: "two names", code: sends(`${ORIGIN}, "Access-Control-Allow-Methods": "GET"`) },
      { name: "the same key twice is one property", code: `const CORS = { ${ORIGIN} };\n${sends(`...CORS, ${ORIGIN}`)}` },
    ],
  },
  {
    rule: "handler-header-typo",
    invalid: [
      { name: "one letter less (F41)", code: sends(`"Access-Control-Allow-Orgin": "*"`), output: sends(`"Access-Control-Allow-Origin": "*"`), errors: [{ messageId: "typo", data: { name: "Access-Control-Allow-Orgin", meant: "Access-Control-Allow-Origin" } }] },
      { name: "in a helper of handlers elsewhere", code: `export const json = (body) => ({ statusCode: 200, headers: { "Access-Control-Allow-Orgin": "*" }, body: JSON.stringify(body) });`, output: `export const json = (body) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "*" }, body: JSON.stringify(body) });`, errors: [{ messageId: "typo" }] },
    ],
    valid: [
      { name: "the name itself", code: sends(ORIGIN) },
      { name: "another header", code: sends(`"X-Allow-Origin": "*"`) },
    ],
  },
  {
    rule: "handler-invalid-credentials-value",
    invalid: [
      { name: "another case", code: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": "True"`), output: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": "true"`), errors: [{ messageId: "value", data: { value: "True" } }] },
      { name: "a number", code: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": 1`), errors: [{ messageId: "value" }] },
    ],
    valid: [
      { name: "the text", code: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": "true"`) },
      { name: "the boolean, which is sent as text (H72)", code: sends(`${ORIGIN}, "Access-Control-Allow-Credentials": true`) },
    ],
  },
  {
    rule: "handler-origin-header-case",
    invalid: [
      { name: "upper case only (H36)", code: sends(`"Access-Control-Allow-Origin": event.headers.Origin`), errors: [{ messageId: "upper", suggestions: [{ messageId: "suggestion", output: sends(`"Access-Control-Allow-Origin": event.headers.origin`) }] }] },
      { name: "as a text", code: sends(`"Access-Control-Allow-Origin": event.headers["Origin"]`), errors: [{ messageId: "upper", suggestions: 1 }] },
    ],
    valid: [
      { name: "both cases (H36)", code: sends(`"Access-Control-Allow-Origin": event.headers.origin || event.headers.Origin`) },
      { name: "lower case", code: sends(`"Access-Control-Allow-Origin": event.headers.origin`) },
    ],
  },
  {
    rule: "handler-missing-vary-origin",
    invalid: [
      { name: "an origin that is sent back", code: `const ALLOWED = ["https://app.example.com"];\n${sends(`"Access-Control-Allow-Origin": ALLOWED.includes(event.headers.origin) ? event.headers.origin : ALLOWED[0]`)}`, output: `const ALLOWED = ["https://app.example.com"];\n${sends(`"Access-Control-Allow-Origin": ALLOWED.includes(event.headers.origin) ? event.headers.origin : ALLOWED[0], "Vary": "Origin"`)}`, errors: [{ messageId: "missing" }] },
      { name: "on lines of their own", code: `export const handler = async (event) => ({\n  statusCode: 200,\n  headers: {\n    "Access-Control-Allow-Origin": event.headers.origin,\n    "Content-Type": "text/plain",\n  },\n});`, output: `export const handler = async (event) => ({\n  statusCode: 200,\n  headers: {\n    "Access-Control-Allow-Origin": event.headers.origin,\n    "Vary": "Origin",\n    "Content-Type": "text/plain",\n  },\n});`, errors: [{ messageId: "missing", line: 4, column: 5 }] },
      { name: "set under a condition (H24)", code: checks("ALLOWED.includes(origin)").replace(`"Vary": "Origin"`, ""), errors: [{ messageId: "missing" }] },
    ],
    valid: [
      { name: "with Vary", code: checks("ALLOWED.includes(origin)") },
      { name: "a method whose responses no cache keeps", code: `export const handler = async (event) => {\n  if (event.httpMethod !== "POST") return { statusCode: 405, headers: { ${ORIGIN} } };\n  return { statusCode: 201, headers: { "Access-Control-Allow-Origin": event.headers.origin } };\n};` },
      { name: "an origin that is always the same", code: sends(ORIGIN) },
      { name: "headers out of view, which may hold it", code: `import { common } from "@example/http";\n${sends(`...common, "Access-Control-Allow-Origin": event.headers.origin`)}` },
    ],
  },
  {
    rule: "handler-empty-allow-origin",
    invalid: [{ name: "empty where the origin is not allowed (H25)", code: `const ALLOWED = ["https://app.example.com"];\n${sends(`"Access-Control-Allow-Origin": ALLOWED.includes(event.headers.origin) ? event.headers.origin : "", "Vary": "Origin"`)}`, errors: [{ messageId: "empty" }] }, { name: "a test that a constant stands for, whose list has an empty text", code: constantTest(`"https://app.example.com", ""`), errors: [{ messageId: "empty" }] }],
    valid: [
      { name: "the header is left out", code: checks("ALLOWED.includes(origin)") },
      { name: "a test that a constant stands for", code: constantTest(`"https://app.example.com"`) },
    ],
  },
  {
    rule: "handler-lost-cors-headers",
    invalid: [
      {
        name: "either or (H9)",
        code: `import { custom } from "@example/http";\nconst defaults = { ${ORIGIN} };\nconst respond = (statusCode, headers) => ({ statusCode, headers: headers ?? defaults });\nexport const handler = async (event) => respond(200, custom(event.path));`,
        errors: [{ messageId: "lost", line: 3, suggestions: [{ messageId: "suggestion", data: { title: "Merge both" }, output: `import { custom } from "@example/http";\nconst defaults = { ${ORIGIN} };\nconst respond = (statusCode, headers) => ({ statusCode, headers: { ...defaults, ...headers } });\nexport const handler = async (event) => respond(200, custom(event.path));` }] }],
      },
    ],
    valid: [{ name: "both (H8)", code: `const defaults = { ${ORIGIN} };\nconst respond = (statusCode, headers) => ({ statusCode, headers: { ...defaults, ...headers } });\nexport const handler = async (event) => (event.body ? respond(200) : respond(200, { "Content-Type": "text/plain" }));` }],
  },
  {
    rule: "middy-cors-order",
    invalid: [
      {
        name: "the error handler first",
        code: middy(`.use(errors()).use(cors({ origin: "https://app.example.com" }))`),
        errors: [{ messageId: "order", line: 5, suggestions: [{ messageId: "suggestion", output: middy(`.use(cors({ origin: "https://app.example.com" })).use(errors())`) }] }],
      },
    ],
    valid: [{ name: "the error handler last", code: middy(`.use(cors({ origin: "https://app.example.com" })).use(errors())`) }],
  },
  {
    rule: "middy-cors-without-origin",
    invalid: [{ name: "no options", code: middy(".use(cors())"), errors: [{ messageId: "noop" }] }],
    valid: [
      { name: "an origin", code: middy(`.use(cors({ origin: "https://app.example.com" }))`) },
      { name: "options out of view", code: middy(".use(cors(options))").replace("const base", `import { options } from "./options.js";\nconst base`) },
    ],
  },
  {
    rule: "middy-cors-reflects-origin",
    invalid: [{ name: "the wildcard with credentials", code: middy(`.use(cors({ origin: "*", credentials: true }))`), errors: [{ messageId: "reflects" }] }],
    valid: [{ name: "one origin with credentials", code: middy(`.use(cors({ origin: "https://app.example.com", credentials: true }))`) }],
  },
];
