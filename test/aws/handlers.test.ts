import { describe, expect, it } from "vitest";
import { unseenResponses } from "../../src/aws/handlers/unseen.ts";
import { apisOf, type Api, loadTemplate, predictFetch } from "../../src/index.ts";
import type { Template } from "../../src/index.ts";
import { describe as shown } from "../../src/source/index.ts";

const ALLOW = `headers: { "Access-Control-Allow-Origin": "https://app.example.com" }`;
const OK = `exports.handler = async () => ({ statusCode: 200, ${ALLOW}, body: "[]" });`;
const PYTHON = `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "https://app.example.com"}, "body": "[]"}\n`;

type Files = Readonly<Record<string, string>>;

function reader(files: Files): (from: string, reference: string) => { readonly name: string; readonly bytes: Uint8Array } | { readonly refused: string } {
  return (from, reference) => {
    const parts: string[] = from.split("/").slice(0, -1);
    for (const part of reference.split("/")) {
      if (part === "..") {
        if (parts.length === 0) return { refused: "it points outside the project" };
        parts.pop();
      } else if (part !== "." && part !== "") parts.push(part);
    }
    const name = parts.join("/");
    const text = Object.hasOwn(files, name) ? files[name] : undefined;
    return text === undefined ? { refused: `${name} cannot be read: there is no such file` } : { name, bytes: new TextEncoder().encode(text) };
  };
}

function templateOf(resources: object, files: Files, more: { readonly withoutHandlers?: boolean } = {}): Template {
  const bytes = new TextEncoder().encode(JSON.stringify({ Transform: "AWS::Serverless-2016-10-31", Resources: resources }));
  const template = loadTemplate({ name: "template.yaml", bytes }, { parameters: new Map(), readProjectFile: reader(files), ...more });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  return template;
}

const EVENT = { List: { Type: "Api", Properties: { Path: "/users", Method: "get" } } };

function users(properties: object, more: object = {}): object {
  return { ListUsers: { Type: "AWS::Serverless::Function", Properties: { Runtime: "nodejs22.x", Handler: "app.handler", Events: EVENT, ...properties }, ...more } };
}

function apiOf(template: Template): Api {
  const [outline] = apisOf(template);
  const api = outline?.build(template.world(template.scenarios(outline.members).all[0]));
  if (!api) throw new Error("there is no API");
  return api;
}

/** The file and line of the first answer to `GET /users`, or why nobody knows. */
function answerTo(template: Template, method = "GET"): string {
  const [answer] = apiOf(template).server.respond({ method, path: "/users", headers: [["origin", "https://app.example.com"]] });
  if (answer.unlisted !== "absent") return answer.unlisted.unknown.replace("what the function ListUsers returns is not known: ", "");
  return `${answer.place?.file.name ?? ""}:${answer.place?.range.start.line ?? 0}`;
}

describe("where the source of a function is", () => {
  it.each([
    ["CodeUri and Handler", { CodeUri: "src/" }, { "src/app.js": OK }, "src/app.js:1"],
    ["a handler in a folder", { CodeUri: ".", Handler: "src/users/app.handler" }, { "src/users/app.mjs": OK }, "src/users/app.mjs:1"],
    ["a TypeScript source beside nothing that was built", { CodeUri: "src" }, { "src/app.ts": OK }, "src/app.ts:1"],
    ["what was built comes before its source", { CodeUri: "src" }, { "src/app.ts": OK, "src/app.js": OK }, "src/app.js:1"],
    ["the source behind dist", { CodeUri: ".", Handler: "dist/app.handler" }, { "src/app.ts": OK }, "src/app.ts:1"],
    ["the source behind a built CodeUri", { CodeUri: "users/dist/" }, { "users/src/app.ts": OK }, "users/src/app.ts:1"],
    ["a folder as a module", { CodeUri: "src", Handler: "users.handler" }, { "src/users/index.js": OK }, "src/users/index.js:1"],
    ["Python, with dots", { CodeUri: "src", Runtime: "python3.13", Handler: "pkg.app.handler" }, { "src/pkg/app.py": PYTHON }, "src/pkg/app.py:2"],
    ["Python, with slashes", { CodeUri: "src", Runtime: "python3.13", Handler: "pkg/app.handler" }, { "src/pkg/app.py": PYTHON }, "src/pkg/app.py:2"],
    ["nothing there", { CodeUri: "src" }, {}, "its source is not where its Handler says (app below src)"],
    ["outside the project", { CodeUri: "../elsewhere" }, {}, "it points outside the project"],
    ["a bucket", { CodeUri: "s3://code/users.zip" }, {}, "its code is in an S3 bucket"],
    ["an archive", { CodeUri: "users.zip" }, {}, "its code is in an archive"],
    ["a layer", { CodeUri: "src", Handler: "/opt/nodejs/wrapper.handler" }, {}, "its handler is in a layer"],
    ["an image", { PackageType: "Image", ImageUri: "users:latest", Runtime: undefined, Handler: undefined }, {}, "its code is in a container image"],
    ["another language", { CodeUri: "src", Runtime: "java21", Handler: "com.example.Users::list" }, {}, "programs for java21 are not analysed"],
    ["another event", { CodeUri: "src" }, { "src/app.js": "exports.handler = async (event) => { for (const r of event.Records) console.log(r); return { statusCode: 200 }; };" }, "src/app.js is for another kind of event"],
  ] as const)("%s", (_, properties, files, expected) => {
    expect(answerTo(templateOf(users(properties), files))).toBe(expected);
  });

  it("takes esbuild's entry points", () => {
    const metadata = { Metadata: { BuildMethod: "esbuild", BuildProperties: { EntryPoints: ["handlers/list-users.ts"] } } };
    expect(answerTo(templateOf(users({ CodeUri: "backend", Handler: "list-users.handler" }, metadata), { "backend/handlers/list-users.ts": OK }))).toBe("backend/handlers/list-users.ts:1");
  });

  it("takes the folder of a CDK asset", () => {
    const asset = "asset.0123456789abcdef";
    const fn = { Type: "AWS::Lambda::Function", Metadata: { "aws:asset:path": asset, "aws:asset:property": "Code" }, Properties: { Runtime: "nodejs22.x", Handler: "index.handler", Code: { S3Bucket: "assets", S3Key: "x.zip" } } };
    const url = { Type: "AWS::Lambda::Url", Properties: { AuthType: "NONE", TargetFunctionArn: { "Fn::GetAtt": ["ListUsers", "Arn"] } } };
    expect(answerTo(templateOf({ ListUsers: fn, Url: url }, { [`${asset}/index.js`]: OK }))).toBe(`${asset}/index.js:1`);
  });

  it("reports in the source that a map beside a bundle names", () => {
    const bundle = `var a=1;exports.handler=async()=>({statusCode:200});\n`;
    // Column 32 of the bundle is line 3, column 9 of the source (both from 0): base64 VLQ of [0,0,0,0], [32,0,2,9].
    const map = JSON.stringify({ version: 3, sources: ["../src/list.ts"], names: [], mappings: "AAAA,gCAES" });
    const files = { "dist/app.js": bundle, "dist/app.js.map": map, "src/list.ts": "const a = 1;\n\n  return { statusCode: 200 };\n" };
    expect(answerTo(templateOf(users({ CodeUri: "dist" }), files))).toBe("src/list.ts:3");
    expect(answerTo(templateOf(users({ CodeUri: "dist" }), { ...files, "src/list.ts": "" }))).toBe("dist/app.js:1");
    expect(answerTo(templateOf(users({ CodeUri: "dist" }), { ...files, "dist/app.js.map": map.replace("../src", "../../elsewhere") }))).toBe("dist/app.js:1");
    expect(answerTo(templateOf(users({ CodeUri: "dist" }), { ...files, "dist/app.js.map": "{" }))).toBe("dist/app.js:1");
  });

  it("maps places of inline code into the scalar", () => {
    const code = `const x = 1;\n${OK}`;
    const template = templateOf(users({ InlineCode: code, Handler: "index.handler" }), {});
    const [answer] = apiOf(template).server.respond({ method: "GET", path: "/users", headers: [] });
    const { start, end } = answer.place?.range ?? { start: { offset: 0 }, end: { offset: 0 } };
    expect(template.root.place.file.text.slice(start.offset, end.offset)).toMatch(/^\{ statusCode: 200, headers: .*\}$/u);
  });

  it("does not know what Fn::Sub puts in", () => {
    const code = { "Fn::Sub": `exports.handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "\${AWS::StackName}" }, body: "" });` };
    const [answer] = apiOf(templateOf(users({ InlineCode: code, Handler: "index.handler" }), {})).server.respond({ method: "GET", path: "/users", headers: [] });
    expect(answer.headers.map(({ value }) => shown(value))).toEqual(["unknown (the template puts a value in)"]);
  });

  it("follows imports inside the project, and no others", () => {
    const files = { "src/app.js": `import { ok } from "./lib/http.js";\nimport { x } from "../../secret.js";\nexport const handler = async () => ok();`, "src/lib/http.ts": `export const ok = () => ({ statusCode: 200, ${ALLOW} });` };
    expect(apiOf(templateOf(users({ CodeUri: "src" }), files)).routes[0]?.browserRequests.length).toBeGreaterThan(0);
    expect(answerTo(templateOf(users({ CodeUri: "src" }), files))).toBe("src/app.js:3");
  });

  it.each([
    ["Python, as Lambda unpacks it", "python3.13", { "layers/http/python/http_headers.py": `HEADERS = {"Access-Control-Allow-Origin": "https://app.example.com"}` }],
    ["Python, as SAM builds it", "python3.13", { "layers/http/http_headers.py": `HEADERS = {"Access-Control-Allow-Origin": "https://app.example.com"}` }],
    ["JavaScript, as Lambda unpacks it", "nodejs22.x", { "layers/http/nodejs/http-headers.js": `exports.headers = { "Access-Control-Allow-Origin": "https://app.example.com" };` }],
    ["TypeScript, as SAM builds it", "nodejs22.x", { "layers/http/http-headers.ts": `export const headers = { "Access-Control-Allow-Origin": "https://app.example.com" };` }],
  ])("follows imports into a layer of the template: %s", (_, runtime, files) => {
    const isPython = runtime.startsWith("python");
    const app = isPython ? { "src/app.py": `from http_headers import HEADERS\ndef handler(event, context):\n    return {"statusCode": 200, "headers": HEADERS}\n` } : { "src/app.js": `const { headers } = require("/opt/nodejs/http-headers");\nexports.handler = async () => ({ statusCode: 200, headers });` };
    const layer = { Http: { Type: "AWS::Serverless::LayerVersion", Properties: { ContentUri: "layers/http/" } } };
    const properties = { CodeUri: "src", Runtime: runtime, Layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:other:1", { Ref: "Http" }] };
    expect(answerTo(templateOf({ ...users(properties), ...layer }, { ...app, ...files }))).toBe(isPython ? "src/app.py:3" : "src/app.js:2");
  });

  it("does not guess what a layer of another account holds", () => {
    const files = { "src/app.py": `from http_headers import HEADERS\ndef handler(event, context):\n    return {"statusCode": 200, "headers": HEADERS}\n` };
    const properties = { CodeUri: "src", Runtime: "python3.13", Layers: ["arn:aws:lambda:eu-west-1:123456789012:layer:http:1"] };
    expect(answerTo(templateOf(users(properties), files))).toBe("http_headers.HEADERS is not in view");
  });

  it("leaves handlers alone where told to", () => {
    expect(answerTo(templateOf(users({ CodeUri: "src" }), { "src/app.js": OK }, { withoutHandlers: true }))).toBe("the source of functions is not looked at in this run");
  });
});

describe("environment variables", () => {
  const code = `exports.handler = async () => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": process.env.ALLOWED_ORIGIN }, body: "" });`;
  const withDefault = code.replace("process.env.ALLOWED_ORIGIN", `process.env.ALLOWED_ORIGIN || "*"`);
  it.each([
    ["a text", code, { ALLOWED_ORIGIN: "https://app.example.com" }, "https://app.example.com"],
    ["a text over a default", withDefault, { ALLOWED_ORIGIN: "https://app.example.com" }, "https://app.example.com"],
    ["a text with a part that is not known", code, { ALLOWED_ORIGIN: { "Fn::Sub": "https://${AWS::StackName}.example.com" } }, "https://${…}.example.com"],
    ["none, and a default", withDefault, {}, "*"],
    ["none", code, {}, "unknown (the environment variable ALLOWED_ORIGIN is not set)"],
  ] as const)("%s", (_, text, variables, expected) => {
    const template = templateOf(users({ CodeUri: "src", Environment: { Variables: variables } }), { "src/app.js": text });
    const [answer] = apiOf(template).server.respond({ method: "GET", path: "/users", headers: [] });
    expect(answer.headers.map(({ value }) => shown(value))).toEqual([expected]);
  });
});

describe("what the door does with it", () => {
  const cors = { AuthType: "NONE", Cors: { AllowOrigins: ["https://app.example.com"], AllowMethods: ["GET"] } };
  const get = { origin: "https://app.example.com", target: "https://api.example.net", method: "GET", path: "/users", headers: [], credentials: "same-origin" } as const;
  const bare = `exports.handler = async () => ({ statusCode: 200, body: "[]" });`;

  it.each([
    ["REST: the function's header is sent (1.9)", users({ CodeUri: "src" }), OK, "allowed"],
    ["REST: without it nothing is (1.3)", users({ CodeUri: "src" }), bare, "MissingAllowOriginHeader"],
    ["REST: two values of multiValueHeaders are two headers (P4)", users({ CodeUri: "src" }), OK.replace(ALLOW, `multiValueHeaders: { "Access-Control-Allow-Origin": ["https://app.example.com", "https://admin.example.com"] }`), "MultipleAllowOriginValues"],
    ["function URL: its own header and the function's are two (L4)", users({ CodeUri: "src", Events: {}, FunctionUrlConfig: cors }), OK, "MultipleAllowOriginValues"],
    ["function URL: its own header alone is sent (L3)", users({ CodeUri: "src", Events: {}, FunctionUrlConfig: cors }), bare, "allowed"],
    ["function URL without Cors: the function answers all by itself (L6)", users({ CodeUri: "src", Events: {}, FunctionUrlConfig: { AuthType: "NONE" } }), bare, "MissingAllowOriginHeader"],
    ["HTTP API with CORS: the function's headers are replaced (H2)", { Users: { Type: "AWS::Serverless::HttpApi", Properties: { CorsConfiguration: { AllowOrigins: ["https://app.example.com"] } } }, ...users({ CodeUri: "src", Events: { List: { Type: "HttpApi", Properties: { ApiId: { Ref: "Users" }, Path: "/users", Method: "get" } } } }) }, OK.replace("https://app.", "https://admin."), "allowed"],
    ["HTTP API without CORS: the function's are sent", users({ CodeUri: "src", Events: { List: { Type: "HttpApi", Properties: { Path: "/users", Method: "get" } } } }), bare, "MissingAllowOriginHeader"],
  ] as const)("%s", (_, resources, code, expected) => {
    const verdict = predictFetch(apiOf(templateOf(resources, { "src/app.js": code })).server, get);
    expect(verdict.outcome === "blocked" ? verdict.error : verdict.outcome).toBe(expected);
  });

  it("takes the responses for the method of the request", () => {
    const code = `exports.handler = async (event) => {\n  if (event.httpMethod === "POST") return { statusCode: 201 };\n  return { statusCode: 200, ${ALLOW} };\n};`;
    const any = { List: { Type: "Api", Properties: { Path: "/users", Method: "any" } } };
    const template = templateOf(users({ CodeUri: "src", Events: any }), { "src/app.js": code });
    expect([answerTo(template, "POST"), answerTo(template, "GET")]).toEqual(["src/app.js:2", "src/app.js:3"]);
  });
});

describe("what is not known of functions", () => {
  it("is said on request, once for each function", () => {
    expect(unseenResponses(templateOf(users({ CodeUri: "src" }), {})).map(({ text }) => text)).toEqual(["the function ListUsers is not analysed: its source is not where its Handler says (app below src)"]);
    const wrapped = `import { wrap } from "elsewhere";\nexport const handler = async () => wrap({ statusCode: 200 });`;
    expect(unseenResponses(templateOf(users({ CodeUri: "src" }), { "src/app.js": wrapped })).map(({ text }) => text)).toEqual([expect.stringMatching(/^one response of the function ListUsers cannot be judged: /u)]);
    expect(unseenResponses(templateOf(users({ CodeUri: "src" }), { "src/app.js": OK }))).toEqual([]);
  });
});
