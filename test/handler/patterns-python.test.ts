import { describe, expect, it } from "vitest";
import { analyse, verdicts } from "./analyse.ts";

const ACAO = `"Access-Control-Allow-Origin": "https://app.example.com"`;

const PATTERNS: readonly (readonly [string, string, string])[] = [
  ["H1 a literal without headers", `def handler(event, context):\n    return {"statusCode": 200, "body": ""}`, "no"],
  ["H2 headers without CORS", `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}}`, "no"],
  ["H4 a dict merged into another", `CORS = {${ACAO}}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {**CORS, "X-User": "1"}}`, "yes"],
  ["H5 an import out of view", `from lib.cors import CORS_HEADERS\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {**CORS_HEADERS}}`, "unknown"],
  ["H6 a helper of the file", `def respond(status, body):\n    return {"statusCode": status, "body": body}\ndef handler(event, context):\n    return respond(200, "")`, "no, no"],
  ["H6 a helper's result in a variable", `def respond(status, body):\n    reply = {"statusCode": status, "body": body}\n    return reply\ndef handler(event, context):\n    output = respond(200, "")\n    return output`, "no, no"],
  ["H7 a helper out of view", `from lib.http import ok\ndef handler(event, context):\n    return ok({})`, "unknown"],
  ["H8 headers that callers may add to", `def respond(status, headers=None):\n    return {"statusCode": status, "headers": {${ACAO}, **(headers or {})}}\ndef handler(event, context):\n    if not event["body"]:\n        return respond(400)\n    return respond(200, headers={"X-User": "1"})`, "yes, yes, yes"],
  ["H9 defaults that a caller's headers replace", `DEFAULTS = {${ACAO}}\ndef respond(status, headers=None):\n    return {"statusCode": status, "headers": headers or DEFAULTS}\ndef handler(event, context):\n    if event["body"]:\n        return respond(200, {"X-User": "1"})\n    return respond(400)`, "conditional, no, yes"],
  ["H10 a class of the file", `class Reply:\n    def __init__(self, status):\n        self.status = status\n        self.headers = {${ACAO}}\n    def to_dict(self):\n        return {"statusCode": self.status, "headers": self.headers}\ndef handler(event, context):\n    return Reply(200).to_dict()`, "yes, yes"],
  ["H10 a static method and a class attribute", `class Reply:\n    HEADERS = {${ACAO}}\n    @staticmethod\n    def ok():\n        return {"statusCode": 200, "headers": Reply.HEADERS}\ndef handler(event, context):\n    return Reply.ok()`, "yes, yes"],
  ["H12 an early return", `def handler(event, context):\n    if not event.get("body"):\n        return {"statusCode": 400}\n    return {"statusCode": 200, "headers": {${ACAO}}}`, "no, yes"],
  ["H13 match", `def handler(event, context):\n    match event["httpMethod"]:\n        case "GET":\n            return {"statusCode": 200, "headers": {${ACAO}}}\n        case _:\n            return {"statusCode": 405}`, "yes, no"],
  ["H13 elif", `def handler(event, context):\n    method = event["httpMethod"]\n    if method == "GET":\n        return {"statusCode": 200, "headers": {${ACAO}}}\n    elif method == "POST":\n        return {"statusCode": 201}\n    else:\n        return {"statusCode": 405, "headers": {${ACAO}}}`, "yes, no, yes"],
  ["H15 an error is returned", `def handler(event, context):\n    try:\n        return {"statusCode": 200}\n    except ValueError as error:\n        return error`, "no, unknown"],
  ["H17 an error is raised", `def handler(event, context):\n    if not event["body"]:\n        raise ValueError("[400] no body")\n    return {"statusCode": 200}`, "no"],
  ["H22 a key written later", `def handler(event, context):\n    reply = {"statusCode": 200}\n    reply["headers"] = {${ACAO}}\n    return reply`, "yes"],
  ["H23 a header written later", `def handler(event, context):\n    reply = {"statusCode": 200, "headers": {}}\n    reply["headers"]["access-control-allow-origin"] = "*"\n    return reply`, "yes"],
  ["H24 a header under a condition", `ALLOWED = ["https://app.example.com"]\ndef handler(event, context):\n    headers = {}\n    origin = event["headers"].get("origin")\n    if origin in ALLOWED:\n        headers["Access-Control-Allow-Origin"] = origin\n    return {"statusCode": 200, "headers": headers}`, "conditional"],
  ["H25 a function of the headers", `def headers_for(event):\n    return {"Access-Control-Allow-Origin": event["headers"]["origin"] if event["headers"]["origin"] == "https://app.example.com" else ""}\ndef handler(event, context):\n    return {"statusCode": 200, "headers": headers_for(event)}`, "conditional"],
  ["H26 a key of a constant", `NAME = "Access-Control-Allow-Origin"\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {NAME: "*"}}`, "yes"],
  ["H27 the case of a name", `def handler(event, context):\n    return {"statusCode": 200, "headers": {"access-control-allow-origin": "*"}}`, "yes"],
  ["H29 multiValueHeaders", `def handler(event, context):\n    return {"statusCode": 200, "multiValueHeaders": {"Access-Control-Allow-Origin": ["*"]}}`, "yes"],
  ["H30 an f-string", `import os\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": f"https://{os.environ['HOST']}"}}`, "yes"],
  ["H31 an environment variable", `import os\nORIGIN = os.environ["ALLOWED_ORIGIN"]\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": ORIGIN}}`, "yes"],
  ["H32 a default", `import os\ndef handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": os.environ.get("ALLOWED_ORIGINS", "*")}}`, "yes"],
  ["H33 an echo of the origin", `def handler(event, context):\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": event["headers"]["origin"]}}`, "yes"],
  ["H34 an allow-list with a fallback", `ALLOWED = ("https://app.example.com",)\ndef handler(event, context):\n    origin = event["headers"]["origin"]\n    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": origin if origin in ALLOWED else ALLOWED[0]}}`, "yes"],
  ["H49 a resolver with CORS", `from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig\napp = APIGatewayRestResolver(cors=CORSConfig(allow_origin="https://app.example.com"))\n@app.get("/users")\ndef users():\n    return []\ndef handler(event, context):\n    return app.resolve(event, context)`, "yes"],
  ["H49 a resolver without", `from aws_lambda_powertools.event_handler import APIGatewayRestResolver\napp = APIGatewayRestResolver()\n@app.get("/users")\ndef users():\n    return []\ndef handler(event, context):\n    return app.resolve(event, context)`, "no"],
  ["H50 routes of Chalice", `from chalice import Chalice\napp = Chalice(app_name="users")\n@app.route("/users", cors=True)\ndef users():\n    return []\n@app.route("/health")\ndef health():\n    return "ok"`, "yes, no"],
  ["H50 Chalice with CORS everywhere", `from chalice import Chalice\napp = Chalice(app_name="users")\napp.api.cors = True\n@app.route("/users")\ndef users():\n    return []`, "yes"],
  ["H51 FastAPI behind Mangum", `from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\nfrom mangum import Mangum\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])\nhandler = Mangum(app)`, "yes"],
  ["H51 FastAPI without", `from fastapi import FastAPI\nfrom mangum import Mangum\napp = FastAPI()\n@app.get("/users")\ndef users():\n    return []\nhandler = Mangum(app)`, "no"],
  ["H51 Flask", `import awsgi\nfrom flask import Flask\nfrom flask_cors import CORS\napp = Flask(__name__)\nCORS(app)\ndef handler(event, context):\n    return awsgi.response(app, event, context)`, "yes"],
  ["H62 a warm-up call", `def handler(event, context):\n    if event.get("source") == "warmup":\n        return "warm"\n    return {"statusCode": 200, "headers": {${ACAO}}}`, "yes"],
  ["H63 nested functions", `def handler(event, context):\n    def size(user):\n        return {"statusCode": 500}\n    sizes = list(map(size, []))\n    return {"statusCode": 200, "headers": {${ACAO}}}`, "yes"],
  ["H66 constants and merges", `HEADERS = {${ACAO}}\ndef handler(event, context):\n    if event["a"]:\n        return {"statusCode": 200, "headers": HEADERS}\n    if event["b"]:\n        return {"statusCode": 200, "headers": HEADERS | {"X-User": "1"}}\n    if event["c"]:\n        return {"statusCode": 200, "headers": dict(HEADERS, user="1")}\n    headers = {}\n    headers.update(HEADERS)\n    return {"statusCode": 200, "headers": headers}`, "yes, yes, yes, yes"],
  ["H66 a copy that is changed", `HEADERS = {${ACAO}}\ndef handler(event, context):\n    headers = HEADERS.copy()\n    del headers["Access-Control-Allow-Origin"]\n    if event["a"]:\n        return {"statusCode": 200, "headers": headers}\n    return {"statusCode": 200, "headers": HEADERS}`, "no, yes"],
  ["H67 the blueprint's respond", `def respond(err, res=None):\n    return {"statusCode": "400" if err else "200", "body": err.message if err else res, "headers": {"Content-Type": "application/json"}}\ndef handler(event, context):\n    if event["httpMethod"] == "GET":\n        return respond(None, "[]")\n    return respond(ValueError("unsupported"))`, "no, no, no"],
  ["H68 an error path without", `def handler(event, context):\n    try:\n        return {"statusCode": 200, "headers": {${ACAO}}}\n    except Exception as error:\n        return {"statusCode": 500, "body": str(error)}`, "yes, no"],
  ["H69 a decorator out of view", `from lib import add_cors_headers\n@add_cors_headers\ndef handler(event, context):\n    return {"statusCode": 200}`, "unknown"],
  ["H69 a decorator of the file", `def with_cors(function):\n    def wrapper(event, context):\n        reply = function(event, context)\n        reply["headers"] = {${ACAO}}\n        return reply\n    return wrapper\n@with_cors\ndef handler(event, context):\n    return {"statusCode": 200}`, "yes, yes"],
  ["H69 decorators that only watch", `@tracer.capture_lambda_handler\n@logger.inject_lambda_context(log_event=True)\ndef handler(event, context):\n    return {"statusCode": 200}`, "no"],
  ["H70 str(True)", `def handler(event, context):\n    return {"statusCode": 200, "headers": {${ACAO}, "Access-Control-Allow-Credentials": str(True)}}`, "yes"],
  ["H71 a body that is no string", `def handler(event, context):\n    return {"statusCode": 200, "body": {"users": []}}`, "no"],
  ["a table of routes", `def users(event):\n    return {"statusCode": 200, "headers": {${ACAO}}}\ndef create(event):\n    return {"statusCode": 201}\nROUTES = {"GET /users": users, "POST /users": create}\ndef handler(event, context):\n    route = ROUTES.get(event["routeKey"])\n    if route is None:\n        return {"statusCode": 404, "headers": {${ACAO}}}\n    return route(event)`, "yes, no, yes, conditional"],
  ["one return at the end", `def handler(event, context):\n    status = 200\n    headers = {${ACAO}}\n    try:\n        body = load()\n    except KeyError:\n        status = 404\n        body = ""\n    return {"statusCode": status, "headers": headers, "body": body}`, "yes"],
  ["with, while and walrus", `def handler(event, context):\n    with open("users") as users:\n        while line := users.readline():\n            if line == "x":\n                return {"statusCode": 200, "headers": {${ACAO}}}\n    return {"statusCode": 404}`, "yes, no"],
  ["a global that a call before has filled", `cached = None\ndef handler(event, context):\n    global cached\n    if cached:\n        return cached\n    cached = {"statusCode": 200, "headers": {${ACAO}}}\n    return cached`, "unknown, yes"],
  ["a method as the handler", `class Users:\n    def __init__(self):\n        self.headers = {${ACAO}}\n    def handle(self, event, context):\n        return {"statusCode": 200, "headers": self.headers}\nhandler = Users().handle`, "yes"],
  ["headers copied key by key", `CORS = {${ACAO}, "Vary": "Origin"}\ndef handler(event, context):\n    headers = {}\n    for name, value in CORS.items():\n        headers[name] = value\n    return {"statusCode": 200, "headers": headers}`, "yes"],
  ["a helper that changes what it is given", `def add_cors(reply):\n    reply.setdefault("headers", {})["Access-Control-Allow-Origin"] = "*"\ndef handler(event, context):\n    reply = {"statusCode": 200}\n    add_cors(reply)\n    return reply`, "yes"],
  ["else of a loop", `def handler(event, context):\n    for name in ["a", "b"]:\n        if name not in event:\n            return {"statusCode": 400}\n    else:\n        return {"statusCode": 200, "headers": {${ACAO}}}`, "no, yes"],
  ["an async handler's runner", `import asyncio\nasync def work(event):\n    return {"statusCode": 200, "headers": {${ACAO}}}\ndef handler(event, context):\n    return asyncio.run(work(event))`, "yes, yes"],
];

describe("what is said of Python handlers", () => {
  it.each(PATTERNS)("%s", (_, code, expected) => {
    const analysis = analyse("python", code);
    expect(analysis.problem).toBeUndefined();
    expect(verdicts(analysis)).toBe(expected);
  });
});
