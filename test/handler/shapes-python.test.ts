import { describe, expect, it } from "vitest";
import { analyse, slice, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "https://app.example.com"`;

/** Shapes in which real handlers come, beyond the catalogue: the program, and what is said of each response in the order of the text. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ["a dataclass with a factory", `from dataclasses import dataclass, field\n@dataclass\nclass Reply:\n    status: int\n    headers: dict = field(default_factory=lambda: {${ACAO}})\n    def build(self):\n        return {"statusCode": self.status, "headers": self.headers}\ndef handler(event, context):\n    return Reply(status=200).build()`, "yes, yes"],
  ["a dataclass that is given its headers", `import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass Reply:\n    status: int\n    headers: dict = None\ndef handler(event, context):\n    reply = Reply(200, {"X-User": "1"})\n    return {"statusCode": reply.status, "headers": reply.headers}`, "no"],
  ["a dataclass and what is done after its constructor", `from dataclasses import dataclass\n@dataclass\nclass Reply:\n    statusCode: int\n    headers: dict\n    def __post_init__(self):\n        self.headers["Access-Control-Allow-Origin"] = "*"\ndef handler(event, context):\n    return Reply(200, {}).__dict__`, "yes"],
  ["vars of an instance", `class Reply:\n    def __init__(self):\n        self.statusCode = 200\n        self.headers = {${ACAO}}\ndef handler(event, context):\n    return vars(Reply())`, "yes"],
  ["a TypedDict", `from typing import TypedDict\nclass Reply(TypedDict):\n    statusCode: int\ndef handler(event, context):\n    return Reply(statusCode=200)`, "no"],
  ["a member of an enum as a key", `from enum import Enum\nclass Name(str, Enum):\n    ORIGIN = "Access-Control-Allow-Origin"\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {Name.ORIGIN.value: "*"}}`, "yes"],
  ["a dict comprehension over known headers", `HEADERS = {${ACAO}, "Vary": "Origin"}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {name: value for name, value in HEADERS.items() if name != "Vary"}}`, "yes"],
  ["a dict comprehension that leaves the header out", `HEADERS = {${ACAO}, "Vary": "Origin"}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {name: value for name, value in HEADERS.items() if name == "Vary"}}`, "no"],
  ["a dict comprehension under a test", `HEADERS = {${ACAO}}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {name: value for name, value in HEADERS.items() if event.get("body")}}`, "conditional"],
  ["a dict comprehension over what is not known", `def handler(event, context):\n    return {"statusCode": 200, "headers": {name: value for name, value in load()}}`, "unknown"],
  ["a generator's value", `def headers():\n    yield {"X-User": "1"}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": headers()}`, "unknown"],
  ["a bare yield", `from contextlib import contextmanager\n@contextmanager\ndef connected():\n    try:\n        yield\n    finally:\n        close()\ndef handler(event, context):\n    with connected():\n        return {"statusCode": 200, "headers": {${ACAO}}}`, "yes"],
  ["with, in parentheses over several lines", `def handler(event, context):\n    with (\n        open("a") as a,  # the first (of two)\n        open(f(")", [1])) as b,\n    ):\n        if a:\n            return {"statusCode": 200, "headers": {${ACAO}}}\n    return {"statusCode": 500}`, "yes, no"],
  ["match over two things", `def handler(event, context):\n    match event["httpMethod"], event["path"]:\n        case "GET", "/users":\n            return {"statusCode": 200, "headers": {${ACAO}}}\n        case _:\n            return {"statusCode": 405}`, "yes, no"],
  ["a byte order mark, a form feed and spaces at the end", `\uFEFFimport json\n\fdef handler(event, context):\n    if event["body"]:\n        return {"statusCode": 200, "body": json.dumps({}), "headers": {${ACAO}}}\n    else:\n        return {"statusCode": 400}\n            `, "yes, no"],
  ["middlewares in the constructor of an app", `from fastapi import FastAPI\nfrom fastapi.middleware import Middleware\nfrom fastapi.middleware.cors import CORSMiddleware\nfrom mangum import Mangum\napp = FastAPI(middleware=[Middleware(CORSMiddleware, allow_origins=["*"])])\nhandler = Mangum(app)`, "yes"],
  ["a class of events that a decorator names", `from aws_lambda_powertools.utilities.data_classes import event_source, SQSEvent\n@event_source(data_class=SQSEvent)\ndef handler(event, context):\n    for record in event.records:\n        print(record.body)\n    return {"statusCode": 200}`, "other event"],
  ["a blueprint with CORS of its own", `from flask import Flask, Blueprint\nfrom flask_cors import CORS\nimport awsgi\nusers = Blueprint("users", __name__)\nCORS(users)\napp = Flask(__name__)\napp.register_blueprint(users)\ndef handler(event, context):\n    return awsgi.response(app, event, context)`, "yes"],
  ["a route that sends the header by itself", `from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response\napp = APIGatewayRestResolver()\n@app.get("/users")\ndef users():\n    return Response(status_code=200, headers={${ACAO}})\ndef handler(event, context):\n    return app.resolve(event, context)`, "unknown"],
  ["an instance that is called", `class Handler:\n    def __init__(self):\n        self.headers = {${ACAO}}\n    def __call__(self, event, context):\n        return {"statusCode": 200, "headers": self.headers}\nhandler = Handler()`, "yes"],
  ["a copy that shares nothing", `import copy\nREPLY = {"statusCode": 200, "headers": {${ACAO}}}\ndef handler(event, context):\n    reply = copy.deepcopy(REPLY)\n    if event["body"]:\n        del reply["headers"]["Access-Control-Allow-Origin"]\n        return {"statusCode": 201, "headers": REPLY["headers"]}\n    return reply`, "yes, yes"],
  ["a resolver of AppSync", `from aws_lambda_powertools.event_handler import AppSyncResolver\napp = AppSyncResolver()\ndef handler(event, context):\n    return app.resolve(event, context)`, "other event"],
];

describe("Python in unseen shapes", () => {
  it.each(ROWS)("%s", (_, code, expected) => {
    const analysis = analyse("python", code);
    expect(analysis.problem).toBeUndefined();
    expect(verdicts(analysis)).toBe(expected);
  });

  it("keeps each place where it is, whatever had to be mended", () => {
    const code = `\uFEFFdef handler(event, context):\n    with (a() as x, b() as y):\n        match x, y:\n            case 1, 2:\n                return {"statusCode": 200}\n    return {"statusCode": 500}\n    `;
    expect(analyse("python", code).responses.map(({ site }) => slice(code, site))).toEqual(['{"statusCode": 200}', '{"statusCode": 500}']);
  });

  it("reads a program that a generator of projects still has to fill in", () => {
    const code = `{%- if cookiecutter["Tracing"] == "enabled" %}\nfrom aws_lambda_powertools import Tracer\n{%- endif %}\nfrom {{cookiecutter.name}}.app import users\ndef handler(event, context):\n    return {"statusCode": 200, "body": users()}\n`;
    const analysis = analyse("python", code);
    expect(analysis.problem).toBeUndefined();
    expect(analysis.responses.map(({ site, allowOrigin }) => [slice(code, site), allowOrigin])).toEqual([['{"statusCode": 200, "body": users()}', "no"]]);
  });

  it("knows statuses by their names", () => {
    const code = `from http import HTTPStatus\ndef handler(event, context):\n    if not event["body"]:\n        return {"statusCode": HTTPStatus.BAD_REQUEST.value}\n    return {"statusCode": HTTPStatus.OK}`;
    expect(analyse("python", code).responses.map(({ role, status }) => [role, status])).toEqual([
      ["error", { kind: "known", text: "400" }],
      ["main", { kind: "known", text: "200" }],
    ]);
  });
});
