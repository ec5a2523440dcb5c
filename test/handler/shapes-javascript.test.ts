import { describe, expect, it } from "vitest";
import type { HandlerLanguage } from "../../src/handler/index.ts";
import { analyse, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "https://app.example.com"`;
const MIDDY = `import middy from "@middy/core";\nimport httpCors from "@middy/http-cors";\n`;

/** Shapes in which real handlers come, beyond the catalogue: the program, and what is said of each response in the order of the text. */
const VALUES: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["what a pattern leaves over keeps the header", "javascript", `const ALL = { ${ACAO}, "X-User": "1" };\nconst { "X-User": user, ...headers } = ALL;\nexport const handler = async () => ({ statusCode: 200, headers });`, "yes"],
  ["what a pattern leaves over has lost the header", "javascript", `const ALL = { ${ACAO}, "X-User": "1" };\nconst { "Access-Control-Allow-Origin": origin, ...headers } = ALL;\nexport const handler = async () => ({ statusCode: 200, headers });`, "no"],
  ["??= on what is not there", "javascript", `export const handler = async () => { const reply = { statusCode: 200 }; reply.headers ??= {}; reply.headers["Access-Control-Allow-Origin"] ??= "*"; return reply; };`, "yes"],
  ["&&= on what is there", "javascript", `export const handler = async () => { let headers = { ${ACAO} }; headers &&= {}; return { statusCode: 200, headers }; };`, "no"],
  ["a getter of a literal", "javascript", `const http = { get headers() { return { ${ACAO} }; } };\nexport const handler = async () => ({ statusCode: 200, headers: http.headers });`, "yes"],
  ["a constructor function and its prototype", "javascript", `function Reply(code) { this.code = code; }\nReply.prototype.send = function () { return { statusCode: this.code, headers: { ${ACAO} } }; };\nexport const handler = async () => new Reply(200).send();`, "yes, yes"],
  ["headers mapped key by key", "javascript", `const CORS = { ${ACAO} };\nconst headers = Object.fromEntries(Object.entries(CORS).map(([name, value]) => [name.toLowerCase(), value]));\nexport const handler = async () => ({ statusCode: 200, headers });`, "yes"],
  ["headers reduced from a list", "javascript", `const headers = ["Vary", "Access-Control-Allow-Origin"].reduce((all, name) => { all[name] = "*"; return all; }, {});\nexport const handler = async () => ({ statusCode: 200, headers });`, "yes"],
  ["for … in goes through the keys", "javascript", `const CORS = { ${ACAO} };\nexport const handler = async () => { const headers = {}; for (const name in CORS) headers[name] = CORS[name]; return { statusCode: 200, headers }; };`, "yes"],
  ["functions that are made in a loop", "javascript", `const headers = {};\nfor (const name of ["Vary", "Access-Control-Allow-Origin"]) Object.defineProperty(headers, name, { get: () => (name === "Vary" ? "Origin" : "*"), enumerable: true });\nexport const handler = async () => ({ statusCode: 200, headers: { ...headers } });`, "yes"],
  ["callback.bind", "javascript", `exports.handler = (event, context, callback) => { const send = callback.bind(null, null); send({ statusCode: 200 }); };`, "no"],
  ["JSON there and back", "javascript", `const REPLY = { statusCode: 200, headers: { ${ACAO} } };\nexport const handler = async () => { const reply = JSON.parse(JSON.stringify(REPLY)); reply.body = ""; return reply; };`, "yes"],
  ["a promise that is rejected", "javascript", `export const handler = (event) => { if (!event.body) return Promise.reject(new Error("no body")); return load().then(() => ({ statusCode: 200, headers: { ${ACAO} } })).catch((error) => { throw error; }); };`, "yes"],
  ["a response that is thrown, with the header and without", "javascript", `const check = (user) => { if (!user) throw { statusCode: 404 };\n if (user.old) throw { statusCode: 410, headers: { ${ACAO} } }; };\nexport const handler = async () => { try { check(await find()); } catch (error) { return error; } };`, "no, yes, unknown"],
  ["a response that is thrown to a try inside", "javascript", `export const handler = async () => { try { throw { statusCode: 404 }; } catch (error) { log(error); } try { await save(); } catch (error) { return error; } };`, "unknown"],
  ["an enum of names and statuses", "typescript", `enum Name { Origin = "Access-Control-Allow-Origin" }\nconst enum Status { Ok = 200, Created }\nexport const handler = async () => ({ statusCode: Status.Created, headers: { [Name.Origin]: "*" } });`, "yes"],
];

const MODULES: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["what esbuild makes of a module", "javascript", `var __defProp = Object.defineProperty;\nvar __getOwnPropDesc = Object.getOwnPropertyDescriptor;\nvar __getOwnPropNames = Object.getOwnPropertyNames;\nvar __hasOwnProp = Object.prototype.hasOwnProperty;\nvar __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };\nvar __copyProps = (to, from, except, desc) => { if (from && typeof from === "object" || typeof from === "function") { for (let key of __getOwnPropNames(from)) if (!__hasOwnProp.call(to, key) && key !== except) __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable }); } return to; };\nvar __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);\nvar users_exports = {};\n__export(users_exports, { handler: () => handler, helper: () => helper });\nmodule.exports = __toCommonJS(users_exports);\nvar helper = () => 1;\nvar handler = async (event) => { return { statusCode: 200, headers: { ${ACAO} } }; };\n0 && (module.exports = { handler, helper });`, "yes"],
  ["the same, minified", "javascript", `var o=Object.defineProperty;var r=Object.getOwnPropertyDescriptor;var a=Object.getOwnPropertyNames;var d=Object.prototype.hasOwnProperty;var p=(e,t)=>{for(var s in t)o(e,s,{get:t[s],enumerable:!0})},u=(e,t,s,n)=>{if(t&&typeof t=="object"||typeof t=="function")for(let i of a(t))!d.call(e,i)&&i!==s&&o(e,i,{get:()=>t[i],enumerable:!(n=r(t,i))||n.enumerable});return e};var c=e=>u(o({},"__esModule",{value:!0}),e);var l={};p(l,{handler:()=>f});module.exports=c(l);var f=async e=>({statusCode:200});0&&(module.exports={handler});`, "no"],
  ["what webpack makes of a module", "javascript", `(()=>{"use strict";var e={d:(t,r)=>{for(var n in r)e.o(r,n)&&!e.o(t,n)&&Object.defineProperty(t,n,{enumerable:!0,get:r[n]})},o:(e,t)=>Object.prototype.hasOwnProperty.call(e,t),r:e=>{Object.defineProperty(e,"__esModule",{value:!0})}},t={};e.r(t),e.d(t,{handler:()=>r});const r=async e=>({statusCode:200,headers:{${ACAO}}});module.exports=t})();`, "yes"],
  ["what tsc re-exports", "javascript", `"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.handler = void 0;\nvar users = { handler: async (event) => ({ statusCode: 200 }) };\nObject.defineProperty(exports, "handler", { enumerable: true, get: function () { return users.handler; } });`, "no"],
  ["Object.assign into exports", "javascript", `Object.assign(exports, { handler: async (event) => ({ statusCode: 200 }) });`, "no"],
  ["an instance as the module", "javascript", `class Users { constructor() { this.headers = { ${ACAO} }; } async handler(event) { return { statusCode: 200, headers: this.headers }; } }\nmodule.exports = new Users();`, "yes"],
  ["a helper that wraps with middy", "typescript", `${MIDDY}const middyfy = (handler: unknown) => middy(handler).use(httpCors({ origin: "https://app.example.com" }));\nconst listUsers = async (event: unknown) => ({ statusCode: 200, body: "" });\nexport const main = middyfy(listUsers);`, "yes"],
  ["a server that an earlier call has left", "typescript", `import { NestFactory } from "@nestjs/core";\nimport serverlessExpress from "@codegenie/serverless-express";\nimport { AppModule } from "./app.module";\nlet server;\nasync function bootstrap() { const app = await NestFactory.create(AppModule, { cors: true }); return serverlessExpress({ app: app.getHttpAdapter().getInstance() }); }\nexport const handler = async (event, context, callback) => { server = server ?? (await bootstrap()); return server(event, context, callback); };`, "yes"],
  ["a response that an earlier call has left, and nothing else", "javascript", `let cached;\nexport const handler = async (event) => { if (event.body) fill(); return cached; };\nfunction fill() { cached = read(); }`, "unknown, unknown"],
];

const UNFILLED: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["what cookiecutter still has to fill in", "typescript", `import { Context } from "aws-lambda";\n{%- if cookiecutter["Metrics"] == "enabled"%}\nimport { Metrics } from "@aws-lambda-powertools/metrics";\n{%- else %}\nconst metrics = undefined;\n{%- endif %}\nexport const handler = async (event: unknown, context: Context) => ({ statusCode: 200, headers: { ${ACAO} }, body: "{{cookiecutter.name}}" });`, "yes"],
  ["a name that cookiecutter puts in", "javascript", `exports.handler = async (event) => { const table = {{ cookiecutter.table }}; return { statusCode: 200, body: table }; };`, "no"],
];

const FRAMEWORKS: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["an app in one chain", "typescript", `import { Hono } from "hono";\nimport { cors } from "hono/cors";\nimport { handle } from "hono/aws-lambda";\nconst app = new Hono().basePath("/api").use(cors()).get("/users", (c) => c.text("x"));\nexport const handler = handle(app);`, "yes"],
  ["a proxy that answers through the context", "javascript", `const express = require("express");\nconst awsServerlessExpress = require("aws-serverless-express");\nconst app = express();\napp.use(function (req, res, next) { res.header("Access-Control-Allow-Origin", "*"); next(); });\nconst server = awsServerlessExpress.createServer(app);\nexports.handler = (event, context) => { awsServerlessExpress.proxy(server, event, context); };`, "yes"],
  ["one route with CORS, one without", "javascript", `const express = require("express");\nconst cors = require("cors");\nconst serverless = require("serverless-http");\nconst app = express();\napp.get("/users", cors(), (req, res) => res.json({}));\napp.post("/users", (req, res) => res.json({}));\nmodule.exports.handler = serverless(app);`, "unknown"],
  ["a part of an app that has CORS of its own", "typescript", `import { Hono } from "hono";\nimport { cors } from "hono/cors";\nimport { handle } from "hono/aws-lambda";\nconst users = new Hono();\nusers.use(cors());\nusers.get("/", (c) => c.text("x"));\nconst app = new Hono();\napp.route("/users", users);\nexport const handler = handle(app);`, "yes"],
  ["a server that an earlier call has left, asked first", "typescript", `import serverlessExpress from "@vendia/serverless-express";\nimport express from "express";\nimport cors from "cors";\nconst app = express();\napp.use(cors());\nlet server;\nasync function setUp(event, context) { server = serverlessExpress({ app }); return server(event, context); }\nexport function handler(event, context) { if (server) return server(event, context);\n return setUp(event, context); }`, "yes, yes"],
  ["a middleware of the project", "javascript", `const middy = require("@middy/core");\nconst withHeaders = () => ({ after: async (request) => { request.response.headers = { ${ACAO} }; } });\nexports.handler = middy(async () => ({ statusCode: 200 })).use(withHeaders());`, "unknown"],
  ["a middleware of another module", "javascript", `const middy = require("@middy/core");\nconst { common } = require("./middlewares");\nexports.handler = middy(async () => ({ statusCode: 200 })).use(common());`, "unknown"],
  ["preflights only", "javascript", `const express = require("express");\nconst cors = require("cors");\nconst serverless = require("serverless-http");\nconst app = express();\napp.options("*", cors());\napp.get("/users", (req, res) => res.json({}));\nmodule.exports.handler = serverless(app);`, "no"],
  ["routes that answer through a function out of view", "javascript", `const express = require("express");\nconst serverless = require("serverless-http");\nconst { answer } = require("@utils/answer");\nconst app = express();\napp.get("/users", async (req, res) => { answer(res, await list(req)); });\nmodule.exports.handler = serverless(app);`, "unknown"],
  ["routes that answer through a function of the file", "javascript", `const express = require("express");\nconst serverless = require("serverless-http");\nconst app = express();\nconst answer = (res, users) => res.json(users);\napp.get("/users", async (req, res) => { console.log(res); answer(res, await list(req)); });\nmodule.exports.handler = serverless(app);`, "no"],
  ["an app that Nest sets up", "typescript", `import { NestFactory } from "@nestjs/core";\nimport { ExpressAdapter } from "@nestjs/platform-express";\nimport express from "express";\nimport serverlessExpress from "@codegenie/serverless-express";\nimport { AppModule } from "./app.module";\nconst server = express();\nexport const handler = async (event, context, callback) => { const app = await NestFactory.create(AppModule, new ExpressAdapter(server));\n await app.init();\n return serverlessExpress({ app: server })(event, context, callback); };`, "unknown"],
  ["an app that Nest sets up, with CORS", "typescript", `import { NestFactory } from "@nestjs/core";\nimport { ExpressAdapter } from "@nestjs/platform-express";\nimport express from "express";\nimport serverlessExpress from "@codegenie/serverless-express";\nimport { AppModule } from "./app.module";\nconst server = express();\nexport const handler = async (event, context, callback) => { const app = await NestFactory.create(AppModule, new ExpressAdapter(server));\n app.enableCors();\n await app.init();\n return serverlessExpress({ app: server })(event, context, callback); };`, "yes"],
  ["what is handed to a function out of view", "javascript", `const express = require("express");\nconst serverless = require("serverless-http");\nconst { setUp } = require("./set-up");\nconst app = express();\nsetUp(app);\nmodule.exports.handler = serverless(app);`, "unknown"],
];

const KINDS: readonly (readonly [string, HandlerLanguage, string, string])[] = [
  ["a handler of a queue by its type", "typescript", `export const handler: SQSHandler = async (event) => { await run(event); return { statusCode: 200 } as never; };`, "other event"],
  ["an event of a bucket by its type", "typescript", `export const handler = async (event: S3Event) => { await run(event); return { statusCode: 200 }; };`, "other event"],
  ["a schedule by its type", "typescript", `export const handler = async (event: ScheduledEvent): Promise<unknown> => { await run(event); return { statusCode: 200 }; };`, "other event"],
  ["an authorizer by its type", "typescript", `export const handler = async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => allow(event.headers);`, "other event"],
  ["a proxy event by its type", "typescript", `export const handler = async (event: APIGatewayProxyEventV2) => ({ statusCode: 200 });`, "no"],
  ["what a batch processor answers", "typescript", `import { BatchProcessor, processPartialResponse } from "@aws-lambda-powertools/batch";\nconst processor = new BatchProcessor("SQS");\nexport const handler = async (event: unknown, context: unknown) => processPartialResponse(event, save, processor, { context });`, "other event"],
];

describe.each([
  ["values", VALUES],
  ["modules", MODULES],
  ["unfilled programs", UNFILLED],
  ["frameworks", FRAMEWORKS],
  ["kinds of events", KINDS],
] as const)("%s in unseen shapes", (_, rows) => {
  it.each(rows)("%s", (_title, language, code, expected) => {
    const analysis = analyse(language, code);
    expect(analysis.problem).toBeUndefined();
    expect(verdicts(analysis)).toBe(expected);
  });
});
