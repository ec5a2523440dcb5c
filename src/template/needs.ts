import type { Node } from "../source/index.ts";
import type { Facts } from "./facts.ts";
import { textOf } from "./intrinsics.ts";
import { walkAll } from "./mentions.ts";
import type { Walker } from "./mentions.ts";
import type { Resource } from "./types.ts";

/** What a resource depends on: conditions, parameters that reach its properties, and other resources. */
export interface Needs {
  readonly conditions: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly resources: ReadonlySet<string>;
}

/** Resources whose properties decide what a browser is answered. */
const API_TYPES = /^AWS::(?:ApiGateway(?:V2)?|Serverless|CloudFront)::|^AWS::Lambda::Url$/u;

/** Properties that no answer to a browser depends on. */
const IRRELEVANT_KEYS: ReadonlySet<string> = new Set([
  "AccessLogSetting", "AccessLogSettings", "DefaultRouteSettings", "Description", "Logging", "MethodSettings", "RouteSettings", "Tags", "TracingEnabled", "WebACLId",
]);

/** Variables of a function that its answers may rest on. */
const TELLING_VARIABLE = /origin|cors|allow|domain/iu;

/** What the given resource needs. Of one that is no API only its existence matters, the CORS rules of a bucket, and what a function is told of origins. */
export function needsOf(resource: Resource): Needs {
  const conditions = new Set<string>();
  const parameters = new Set<string>();
  const resources = new Set<string>();
  if (resource.condition !== undefined) conditions.add(resource.condition);
  const walker: Walker = {
    enter: (key) => !IRRELEVANT_KEYS.has(key),
    condition: (name) => void conditions.add(name),
    mention: ({ via, id, attribute }) => {
      resources.add(id);
      if (via !== "GetAtt" && attribute === undefined) parameters.add(id);
    },
  };
  for (const node of telling(resource)) walkAll(node, walker);
  return { conditions, parameters, resources };
}

function telling(resource: Resource): readonly Node[] {
  const properties = resource.body.get("Properties");
  if (properties === undefined) return [];
  if (API_TYPES.test(resource.type)) return [properties];
  if (properties.kind !== "map") return [];
  const cors = properties.get("CorsConfiguration");
  if (resource.type === "AWS::S3::Bucket") return cors === undefined ? [] : [cors];
  if (resource.type !== "AWS::Lambda::Function") return [];
  const environment = properties.get("Environment");
  const variables = environment?.kind === "map" ? environment.get("Variables") : undefined;
  if (variables?.kind !== "map") return [];
  return Array.from(variables.entries()).filter(({ key }) => TELLING_VARIABLE.test(key)).map(({ value }) => value);
}

/** Names of conditions that a condition refers to, at first hand. */
export function conditionsIn(node: Node, depth = 0): readonly string[] {
  return [...operations(node, depth)].flatMap((operation) => (operation.kind === "condition" ? [operation.name] : []));
}

export type Operation = { readonly kind: "condition"; readonly name: string } | { readonly kind: "equals"; readonly first: Node; readonly second: Node };

const MAX_CONDITION_DEPTH = 50;

/** What a condition is made of: comparisons, and other conditions. */
export function* operations(node: Node, depth = 0): Generator<Operation> {
  if (node.kind !== "map" || node.size !== 1 || depth > MAX_CONDITION_DEPTH) return;
  const [entry] = node.entries();
  if (entry === undefined) return;
  const operands = entry.value.kind === "list" ? entry.value.items : [entry.value];
  if (entry.key === "Condition") yield { kind: "condition", name: textOf(entry.value) ?? "" };
  else if (entry.key === "Fn::Equals" && operands[0] !== undefined && operands[1] !== undefined) yield { kind: "equals", first: operands[0], second: operands[1] };
  else if (entry.key === "Fn::Not" || entry.key === "Fn::And" || entry.key === "Fn::Or") for (const operand of operands) yield* operations(operand, depth + 1);
}

/** The conditions, and those they refer to, in the order in which they are first named. */
export function conditionClosure(names: Iterable<string>, facts: Facts): readonly string[] {
  const found = new Set<string>(names);
  for (const name of found) {
    const node = facts.conditions.get(name);
    if (node !== undefined) for (const inner of conditionsIn(node)) found.add(inner);
  }
  return [...found].filter((name) => facts.conditions.has(name));
}

/** Names of parameters (pseudo ones included) that a node mentions. */
export function parametersIn(node: Node, facts: Facts): readonly string[] {
  const names = new Set<string>();
  walkAll(node, {
    mention: ({ id, attribute }) => {
      if (attribute === undefined && facts.parameters.has(id)) names.add(id);
    },
  });
  return [...names];
}
