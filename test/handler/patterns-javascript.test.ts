import { describe, expect, it } from "vitest";
import { analyse, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "https://app.example.com"`;

/** One row per pattern of docs/handlers.md: what it is, the program, and what is said of each response in the order of the text. */
const PATTERNS: readonly (readonly [string, string, string])[] = [
  ["H1 a literal without headers", `export const handler = async () => { return { statusCode: 200, body: "" }; };`, "no"],
  ["H2 headers without CORS", `export const handler = async () => { return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: "" }; };`, "no"],
  ["H3 shorthand of a constant", `const headers = { ${ACAO} };\nexport const handler = async () => ({ statusCode: 200, headers, body: "" });`, "yes"],
  ["H4 spread of a constant", `const CORS = { ${ACAO} };\nexport const handler = async () => ({ statusCode: 200, headers: { ...CORS, "X-User": "1" } });`, "yes"],
  ["H4 spread of a constant without CORS", `const BASE = { "X-User": "1" };\nexport const handler = async () => ({ statusCode: 200, headers: { ...BASE } });`, "no"],
  ["H5 spread of an import out of view", `import { CORS_HEADERS } from "./cors";\nexport const handler = async () => ({ statusCode: 200, headers: { ...CORS_HEADERS } });`, "unknown"],
  ["H6 a helper of the file: its object, and the call", `function respond(statusCode, body) { return { statusCode, body }; }\nexport const handler = async () => respond(200, "");`, "no, no"],
  ["H7 a helper out of view", `import { ok } from "../lib/http";\nexport const handler = async () => ok("");`, "unknown"],
  ["H8 headers that callers may add to", `const respond = (statusCode, headers = {}) => ({ statusCode, headers: { ${ACAO}, ...headers } });\nexport const handler = async (event) => {\n if (!event.body) return respond(400);\n return respond(200, { "X-User": "1" }); };`, "yes, yes, yes"],
  ["H9 defaults that a caller's headers replace", `const defaults = { ${ACAO} };\nconst respond = (statusCode, headers) => ({ statusCode, headers: headers ?? defaults });\nexport const handler = async (event) => {\n if (event.body) return respond(200, { "X-User": "1" });\n return respond(400); };`, "conditional, no, yes"],
  ["H10 a class of the file", `class Reply { constructor(code) { this.code = code; this.headers = { ${ACAO} }; }\n toJSON() { return { statusCode: this.code, headers: this.headers }; } }\nexport const handler = async () => new Reply(200).toJSON();`, "yes, yes"],
  ["H10 a class with fields and a base", `class Base { headers = { ${ACAO} }; }\nclass Users extends Base { reply() { return { statusCode: 200, headers: this.headers }; } }\nconst users = new Users();\nexport const handler = async () => users.reply();`, "yes, yes"],
  ["H11 a builder out of view", `import { Reply } from "reply";\nexport const handler = async () => Reply.ok().withCors().build();`, "unknown"],
  ["H12 an early return", `export const handler = async (event) => {\n if (!event.body) return { statusCode: 400 };\n return { statusCode: 200, headers: { ${ACAO} } }; };`, "no, yes"],
  ["H13 a switch over the method", `export const handler = async (event) => { switch (event.httpMethod) {\n case "GET": return { statusCode: 200, headers: { ${ACAO} } };\n default: return { statusCode: 405 }; } };`, "yes, no"],
  ["H14 an error path without", `export const handler = async () => { try {\n return { statusCode: 200, headers: { ${ACAO} } }; } catch (error) {\n return { statusCode: 500 }; } };`, "yes, no"],
  ["H15 an error is returned", `export const handler = async () => { try {\n return { statusCode: 200 }; } catch (error) {\n return error; } };`, "no, unknown"],
  ["H16 no catch at all", `export const handler = async () => { await save(); return { statusCode: 200, headers: { ${ACAO} } }; };`, "yes"],
  ["H17 an error is thrown", `export const handler = async (event) => { if (!event.body) throw new Error("[400] no body"); return { statusCode: 200 }; };`, "no"],
  ["H18 callbacks, and a callback with an error", `exports.handler = (event, context, callback) => { if (!event.body) return callback(new Error("no body")); callback(null, { statusCode: 200 }); };`, "no"],
  ["H18 callbacks under other names", `exports.list = (data, ctx, cb) => cb(null, { statusCode: 200, headers: { ${ACAO} } });`, "yes"],
  ["H19 context.succeed", `exports.handler = (event, context) => { context.succeed({ statusCode: 200, headers: { ${ACAO} } }); };`, "yes"],
  ["H19 context.done", `exports.handler = (event, context) => { context.done(null, { statusCode: 200 }); };`, "no"],
  ["H20 a promise chain", `exports.handler = (event, context, callback) => { table.get().promise()\n .then((user) => callback(null, { statusCode: 200, headers: { ${ACAO} } }))\n .catch((error) => callback(null, { statusCode: 500 })); };`, "yes, no"],
  ["H20 a promise that is returned", `export const handler = async () => table.get().then((user) => ({ statusCode: 200, headers: { ${ACAO} } })).catch(() => ({ statusCode: 500 }));`, "yes, no"],
  ["H20 new Promise", `export const handler = () => new Promise((resolve) => { table.get((user) => { resolve({ statusCode: 200, headers: { ${ACAO} } }); }); });`, "yes"],
  ["H21 an arrow's body", `export const handler = async () => ({ statusCode: 200 });`, "no"],
  ["H22 a property written later", `export const handler = async () => { let reply = { statusCode: 200 }; reply.headers = { ${ACAO} }; return reply; };`, "yes"],
  ["H23 a header written later", `export const handler = async (event) => { const reply = { statusCode: 200, headers: {} }; reply.headers["access-control-allow-origin"] = event.stageVariables.origin; return reply; };`, "yes"],
  ["H23 Object.assign", `const cors = { ${ACAO} };\nexport const handler = async () => { const reply = { statusCode: 200, headers: {} }; Object.assign(reply.headers, cors); return reply; };`, "yes"],
  ["H23 Object.assign into a new object", `const cors = { ${ACAO} };\nexport const handler = async () => ({ statusCode: 200, headers: Object.assign({}, cors, { "X-User": "1" }) });`, "yes"],
  ["H24 a header under a condition", `const allowed = ["https://app.example.com"];\nexport const handler = async (event) => { const headers = {}; const { origin } = event.headers; if (allowed.includes(origin)) headers["Access-Control-Allow-Origin"] = origin; return { statusCode: 200, headers }; };`, "conditional"],
  ["H25 a function of the headers", `function headersFor(event) { return { "Access-Control-Allow-Origin": event.headers.origin === "https://app.example.com" ? event.headers.origin : "" }; }\nexport const handler = async (event) => ({ statusCode: 200, headers: headersFor(event) });`, "conditional"],
  ["H25 a function that gives headers or nothing", `function headersFor(event) { if (event.headers.origin !== "https://app.example.com") return {}; return { ${ACAO} }; }\nexport const handler = async (event) => ({ statusCode: 200, headers: headersFor(event) });`, "conditional"],
  ["H26 a computed key", `export const handler = async () => ({ statusCode: 200, headers: { ["Access-Control-Allow-Origin"]: "*" } });`, "yes"],
  ["H26 a key of a constant", `const NAMES = { ORIGIN: "Access-Control-Allow-Origin" };\nexport const handler = async () => ({ statusCode: 200, headers: { [NAMES.ORIGIN]: "*" } });`, "yes"],
  ["H26 a key that is not known", `export const handler = async (event) => ({ statusCode: 200, headers: { [event.body]: "*" } });`, "unknown"],
  ["H27 the case of a name", `export const handler = async () => ({ statusCode: 200, headers: { "ACCESS-CONTROL-ALLOW-ORIGIN": "*" } });`, "yes"],
  ["H28 two cases of a name", `export const handler = async () => ({ statusCode: 200, headers: { ${ACAO}, "access-control-allow-origin": "*" } });`, "yes"],
  ["H29 multiValueHeaders", `export const handler = async () => ({ statusCode: 200, multiValueHeaders: { "Access-Control-Allow-Origin": ["*"] } });`, "yes"],
  ["H30 a template literal", "export const handler = async () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': `https://${process.env.HOST}` } });", "yes"],
  ["H31 an environment variable", `export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": process.env.ALLOWED_ORIGIN } });`, "yes"],
  ["H32 a list in an environment variable", `export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": process.env.ALLOWED_ORIGINS || "*" } });`, "yes"],
  ["H33 an echo of the origin", `export const handler = async (event) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": event.headers.origin } });`, "yes"],
  ["H34 an allow-list with a fallback", `const allowed = ["https://app.example.com"];\nexport const handler = async (event) => { const origin = event.headers.origin; return { statusCode: 200, headers: { "Access-Control-Allow-Origin": allowed.includes(origin) ? origin : allowed[0] } }; };`, "yes"],
  ["H35 a test of the end", `export const handler = async (event) => { const headers = {}; if (event.headers.origin.endsWith("example.com")) headers["Access-Control-Allow-Origin"] = event.headers.origin; return { statusCode: 200, headers }; };`, "conditional"],
  ["H36 both cases of the origin", `export const handler = async (event) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": event.headers.origin || event.headers.Origin || "*" } });`, "yes"],
  ["H39 a bare string", `export const handler = async () => "hello";`, "nothing"],
  ["H39 a bare object", `export const handler = async () => ({ users: [] });`, "nothing"],
  ["H40 middy with CORS", `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nexport const handler = middy(async () => ({ statusCode: 200 })).use(cors({ origin: "https://app.example.com" }));`, "yes"],
  ["H41 middy in its other style", `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nexport const handler = middy().use([cors({ origins: ["https://app.example.com"] })]).handler(async () => ({ statusCode: 200 }));`, "yes"],
  ["H40 middy's CORS without an origin", `import middy from "@middy/core";\nimport cors from "@middy/http-cors";\nexport const handler = middy(async () => ({ statusCode: 200 })).use(cors());`, "unknown"],
  ["H42 middy without CORS", `import middy from "@middy/core";\nimport json from "@middy/http-json-body-parser";\nexport const handler = middy(async () => ({ statusCode: 200 })).use(json());`, "no"],
  ["H43 a wrapper out of view", `import withCors from "./with-cors";\nexport const handler = withCors(async () => ({ statusCode: 200 }));`, "unknown"],
  ["H43 a wrapper that only watches", `import { metricScope } from "aws-embedded-metrics";\nexport const handler = metricScope((metrics) => async (event) => ({ statusCode: 200 }));`, "no"],
  ["H44 a wrapper of the file", `function wrap(work) { return async (event) => { const body = await work(event);\n return { statusCode: 200, body: JSON.stringify(body), headers: { ${ACAO} } }; }; }\nexport const handler = wrap(async () => ({ users: [] }));`, "yes"],
  ["H45 express with cors", `import serverless from "serverless-http";\nimport express from "express";\nimport cors from "cors";\nconst app = express();\napp.use(cors());\nexport const handler = serverless(app);`, "yes"],
  ["H45 express without cors", `import serverless from "serverless-http";\nimport express from "express";\nconst app = express();\napp.get("/users", (request, reply) => reply.json([]));\nexport const handler = serverless(app);`, "no"],
  ["H45 an app out of view", `import serverlessExpress from "@codegenie/serverless-express";\nimport app from "./app";\nexport const handler = serverlessExpress({ app });`, "unknown"],
  ["H45 hono", `import { Hono } from "hono";\nimport { handle } from "hono/aws-lambda";\nimport { cors } from "hono/cors";\nconst app = new Hono();\napp.use("*", cors());\nexport const handler = handle(app);`, "yes"],
  ["H45 fastify", `import awsLambdaFastify from "@fastify/aws-lambda";\nimport fastify from "fastify";\nconst app = fastify();\napp.get("/users", async () => []);\nexport const handler = awsLambdaFastify(app);`, "no"],
  ["H46 express sets the header itself", `const serverless = require("serverless-http");\nconst app = require("express")();\napp.use((request, reply, next) => { reply.header("Access-Control-Allow-Origin", "*"); next(); });\nexports.handler = serverless(app);`, "yes"],
  ["H47 lambda-api", `const api = require("lambda-api")();\napi.use((request, reply, next) => { reply.cors(); next(); });\nexports.handler = async (event, context) => api.run(event, context);`, "yes"],
  ["H52 GraphQL with CORS", `import { ApolloServer } from "apollo-server-lambda";\nconst server = new ApolloServer({});\nexport const handler = server.createHandler({ cors: { origin: "*", credentials: true } });`, "yes"],
  ["H52 GraphQL, whose default depends on its version", `import { ApolloServer } from "apollo-server-lambda";\nconst server = new ApolloServer({});\nexport const handler = server.createHandler();`, "unknown"],
  ["H48 a router of Powertools", `import { Router } from "@aws-lambda-powertools/event-handler/rest";\nimport { cors } from "@aws-lambda-powertools/event-handler/rest/middleware";\nconst app = new Router();\napp.use(cors());\nexport const handler = async (event, context) => app.resolve(event, context);`, "yes"],
  ["H48 a router of Powertools without cors", `import { Router } from "@aws-lambda-powertools/event-handler/experimental-rest";\nconst app = new Router();\nexport const handler = async (event, context) => app.resolve(event, context);`, "no"],
  ["H53 module.exports", `const list = async () => ({ statusCode: 200 });\nconst create = async () => ({ statusCode: 201, headers: { ${ACAO} } });\nmodule.exports = { list, create };`, "no, yes"],
  ["H53 two names at once", `exports.list = exports.all = async () => ({ statusCode: 200 });`, "no"],
  ["H54 a list of exports", `const list = async () => ({ statusCode: 200 });\nexport { list as handler };`, "no"],
  ["H54 a default export", `export default async function (event) { return { statusCode: 200 }; }`, "no"],
  ["H55 streaming metadata", `export const handler = awslambda.streamifyResponse(async (event, responseStream) => { const metadata = { statusCode: 200, headers: { ${ACAO} } }; responseStream = awslambda.HttpResponseStream.from(responseStream, metadata); responseStream.end(); });`, "yes"],
  ["H55 a raw stream", `export const handler = awslambda.streamifyResponse(async (event, responseStream) => { responseStream.write("hello"); responseStream.end(); });`, "nothing"],
  ["H56 bare data of a non-proxy integration", `export const handler = async () => [{ name: "Ann" }];`, "nothing"],
  ["H60 the target of a load balancer", `export const handler = async (event) => { console.log(event.requestContext.elb); return { statusCode: 200, headers: {} }; };`, "no"],
  ["H62 a warm-up call", `export const handler = async (event) => { if (event.source === "warmup") return "warm"; return { statusCode: 200, headers: { ${ACAO} } }; };`, "yes"],
  ["H63 a nested function returns", `export const handler = async () => { const users = [1].map(() => { return { statusCode: 500 }; }); return { statusCode: 200, headers: { ${ACAO} } }; };`, "yes"],
  ["H64 no content", `export const handler = async () => ({ statusCode: 204 });`, "no"],
  ["H72 a boolean header", `export const handler = async () => ({ statusCode: 200, headers: { ${ACAO}, "Access-Control-Allow-Credentials": true } });`, "yes"],
  ["H73 preflight headers in a response", `export const handler = async () => ({ statusCode: 200, headers: { ${ACAO}, "Access-Control-Allow-Methods": "GET" } });`, "yes"],
  ["a table of routes", `const routes = { "GET /users": list, "POST /users": create };\nasync function list() { return { statusCode: 200, headers: { ${ACAO} } }; }\nasync function create() { return { statusCode: 201 }; }\nexport const handler = async (event) => { const route = routes[event.routeKey]; if (!route) return { statusCode: 404, headers: { ${ACAO} } }; return route(event); };`, "yes, no, yes, conditional"],
  ["a variable that a catch changes", `export const handler = async () => { const reply = { statusCode: 200, headers: { ${ACAO} } }; try { await save(); } catch { reply.statusCode = 500; } return reply; };`, "yes"],
  ["two objects in one variable", `export const handler = async () => { let reply; try { reply = { statusCode: 200, headers: { ${ACAO} } }; } catch { reply = { statusCode: 500 }; } return reply; };`, "yes, no"],
  ["finally takes over", `export const handler = async () => { try { return { statusCode: 200 }; } finally { return { statusCode: 200, headers: { ${ACAO} } }; } };`, "yes"],
  ["a loop that fills the headers", `export const handler = async (event) => { const headers = {}; for (const name of event.body) headers[name] = "*"; return { statusCode: 200, headers }; };`, "unknown"],
  ["a function out of view that is given the response", `import { decorate } from "./decorate";\nexport const handler = async () => { const reply = { statusCode: 200, headers: {} }; decorate(reply); return reply; };`, "unknown"],
  ["a logger that is given the response", `export const handler = async () => { const reply = { statusCode: 200, headers: {} }; console.log(reply); return reply; };`, "no"],
  ["a helper that changes what it is given", `function addCors(reply) { reply.headers = reply.headers || {}; reply.headers["Access-Control-Allow-Origin"] = "*"; }\nexport const handler = async () => { const reply = { statusCode: 200 }; addCors(reply); return reply; };`, "yes"],
  ["a helper that copies what it is given", `const withCors = (reply) => ({ ...reply, headers: { ...(reply.headers || {}), ${ACAO} } });\nexport const handler = async () => withCors({ statusCode: 200 });`, "yes, yes"],
  ["headers copied key by key", `const cors = { ${ACAO}, Vary: "Origin" };\nexport const handler = async () => { const headers = {}; Object.entries(cors).forEach(([name, value]) => { headers[name] = value; }); return { statusCode: 200, headers }; };`, "yes"],
  ["headers from pairs", `const cors = new Map([["Access-Control-Allow-Origin", "*"]]);\nexport const handler = async () => ({ statusCode: 200, headers: Object.fromEntries(cors) });`, "yes"],
  ["a table of methods", `const routes = { async GET(event) { return { statusCode: 200, headers: { ${ACAO} } }; } };\nexport const handler = async (event) => routes[event.httpMethod] ? routes[event.httpMethod](event) : { statusCode: 405 };`, "yes, yes, no"],
  ["a vendor's wrapper", `import * as Sentry from "@sentry/serverless";\nexport const handler = Sentry.AWSLambda.wrapHandler(async () => ({ statusCode: 200 }));`, "no"],
  ["a spread under a condition", `export const handler = async (event) => ({ statusCode: 200, headers: { ...(event.body && { ${ACAO} }) } });`, "conditional"],
  ["a spread under a look into a list of origins", `const allowed = ["https://app.example.com"];\nexport const handler = async (event) => { const { origin } = event.headers; return { statusCode: 200, headers: { Vary: "Origin", ...(allowed.includes(origin) && { "Access-Control-Allow-Origin": origin }) } }; };`, "conditional"],
  ["a spread under a comparison of the origin", `export const handler = async (event) => ({ statusCode: 200, headers: { ...(event.headers.origin === "https://app.example.com" && { ${ACAO} }) } });`, "conditional"],
  ["headers that a test of the origin hands on", `const allowed = ["https://app.example.com"];\nexport const handler = async (event) => { const cors = allowed.includes(event.headers.origin) && (event.body ? { ${ACAO} } : { ${ACAO}, Vary: "Origin" }); return { statusCode: 200, headers: { ...cors } }; };`, "conditional"],
  ["the header is deleted", `export const handler = async () => { const headers = { ${ACAO} }; delete headers["Access-Control-Allow-Origin"]; return { statusCode: 200, headers }; };`, "no"],
  ["the header is undefined", `export const handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": undefined } });`, "no"],
  ["comments and strings are no headers", `// "Access-Control-Allow-Origin": "*"\nexport const handler = async () => ({ statusCode: 200, body: '"Access-Control-Allow-Origin": "*"' });`, "no"],
  ["a response that is never returned", `export const handler = async () => { const options = { statusCode: 200 }; fetch(options); return { statusCode: 200, headers: { ${ACAO} } }; };`, "yes"],
];

const TYPESCRIPT: readonly (readonly [string, string, string])[] = [
  ["H37 a typed handler", `import type { APIGatewayProxyHandler } from "aws-lambda";\nexport const list: APIGatewayProxyHandler = async () => ({ statusCode: 200, body: "" } as const);`, "no"],
  ["H38 a typed result", `import type { APIGatewayProxyEventV2, APIGatewayProxyResultV2 } from "aws-lambda";\nexport async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyResultV2> { return { statusCode: 200, headers: { ${ACAO} } satisfies Record<string, string> }; }`, "yes"],
  ["H48 a class with a decorated method", `class Users { private readonly headers = { ${ACAO} };\n @logger.injectLambdaContext() public async handler(event: unknown, _context: unknown): Promise<unknown> { return this.ok(); }\n private ok() { return { statusCode: 200, headers: this.headers }; } }\nconst users = new Users();\nexport const handler = users.handler.bind(users);`, "yes, yes"],
  ["a constructor's properties", `class Users { constructor(private headers: Record<string, string>) {} reply() { return { statusCode: 200, headers: this.headers }; } }\nexport const handler = async () => new Users({ ${ACAO} }).reply();`, "yes, yes"],
  ["enums, overloads and types are passed over", `enum Color { Red }\ninterface Reply { statusCode: number }\nfunction reply(): Reply;\nfunction reply(): Reply { return { statusCode: 200 }; }\nexport const handler = async (): Promise<Reply> => reply();`, "no, no"],
];

describe("what is said of JavaScript handlers", () => {
  it.each(PATTERNS)("%s", (_, code, expected) => {
    const analysis = analyse("javascript", code);
    expect(analysis.problem).toBeUndefined();
    expect(verdicts(analysis)).toBe(expected);
  });
});

describe("what is said of TypeScript handlers", () => {
  it.each(TYPESCRIPT)("%s", (_, code, expected) => {
    const analysis = analyse("typescript", code);
    expect(analysis.problem).toBeUndefined();
    expect(verdicts(analysis)).toBe(expected);
  });

  it.each(PATTERNS)("%s, parsed as TypeScript", (_, code, expected) => {
    expect(verdicts(analyse("typescript", code))).toBe(expected);
  });
});
