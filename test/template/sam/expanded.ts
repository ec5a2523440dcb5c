import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainFrom, readDocument } from "../../../src/source/index.ts";
import type { MapNode, Node } from "../../../src/source/index.ts";
import { expandSam } from "../../../src/template/sam/expand.ts";
import type { SamExpansion, SamOptions } from "../../../src/template/sam/expand.ts";
import { longFormOf } from "../../../src/template/short-tags.ts";

export interface Expanded extends SamExpansion {
  /** The value at a path, as plain data. */
  at(...path: (string | number)[]): unknown;
  nodeAt(...path: (string | number)[]): Node | undefined;
  /** Where the node at a path was written. */
  lineOf(...path: (string | number)[]): string | undefined;
  readonly sentences: readonly string[];
}

export function expanded(text: string, options: Partial<SamOptions> = {}): Expanded {
  const { root } = readDocument("template.yaml", new TextEncoder().encode(text), { tag: longFormOf });
  if (root?.kind !== "map") throw new Error("the fixture is no map");
  const expansion = expandSam(root, { parameters: new Map(), ...options });
  const nodeAt = (...path: (string | number)[]): Node | undefined => path.reduce<Node | undefined>(child, expansion.root);
  return {
    ...expansion,
    nodeAt,
    at: (...path) => {
      const node = nodeAt(...path);
      return node === undefined ? undefined : JSON.parse(JSON.stringify(plainFrom(node)));
    },
    lineOf: (...path) => {
      const node = nodeAt(...path);
      return node === undefined ? undefined : node.place.file.line(node.place.range.start.line).trim();
    },
    sentences: expansion.problems.map(({ message }) => message),
  };
}

function child(node: Node | undefined, segment: string | number): Node | undefined {
  if (node?.kind === "map") return node.get(String(segment));
  return node?.kind === "list" && typeof segment === "number" ? node.items[segment] : undefined;
}

export function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../../fixtures/sam", name), "utf8");
}

export function resources(root: MapNode): Record<string, string> {
  const all = root.get("Resources");
  return Object.fromEntries(Array.from(all?.kind === "map" ? all.entries() : [], ({ key, value }) => [key, String(value.kind === "map" ? plainFrom(value.get("Type") ?? value) : "")]));
}

/** A REST API with one route, `GET /users`, and the given lines in its properties. */
export function restApi(properties: string, event = ""): string {
  return withApi("Api", `      StageName: prod\n${indented(properties, 6)}`, "RestApiId", event);
}

/** An HTTP API with one route, `GET /users`, and the given lines in its properties. */
export function httpApi(properties: string, event = ""): string {
  return withApi("HttpApi", properties === "" ? "      StageName: $default\n" : indented(properties, 6), "ApiId", event);
}

function withApi(kind: string, properties: string, id: string, event: string): string {
  return `Transform: AWS::Serverless-2016-10-31
Parameters:
  Origin: { Type: String, Default: https://app.example.com }
  Flag: { Type: String, Default: "true" }
Conditions:
  IsProd: !Equals [a, b]
Resources:
  Users:
    Type: AWS::Serverless::${kind}
    Properties:
${properties}
  ListUsers:
    Type: AWS::Serverless::Function
    Properties:
      Handler: users.list
      Runtime: nodejs20.x
      CodeUri: src/
      Events:
        List:
          Type: ${kind}
          Properties:
            ${id}: !Ref Users
            Path: /users
            Method: get
${indented(event, 12)}`;
}

function indented(text: string, depth: number): string {
  return text.split("\n").filter((line) => line !== "").map((line) => `${" ".repeat(depth)}${line}`).join("\n");
}

const BODY = ["Resources", "Users", "Properties", "Body"] as const;
const RESPONSE = [...BODY, "paths", "/users", "options", "x-amazon-apigateway-integration", "responses", "default", "responseParameters"] as const;

/** What the generated OPTIONS of `/users` answers, by the header's short name. */
export function preflightOf(expansion: Expanded, path = "/users"): Record<string, unknown> | undefined {
  const at = RESPONSE.map((segment) => (segment === "/users" ? path : segment));
  const given = expansion.at(...at);
  if (typeof given !== "object" || given === null) return undefined;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key.replace("method.response.header.Access-Control-", ""), value]));
}

export function securityOf(expansion: Expanded, method: string): unknown {
  return expansion.at(...BODY, "paths", "/users", method, "security");
}
