import { possibilities, type Tri, type Value } from "../source/index.ts";
import type { View, World, WorldResource } from "../template/index.ts";
import { functionBehind } from "./functions.ts";
import { matchesGlob } from "./glob.ts";
import type { InvokePermission } from "./model.ts";

/**
 * What the `AWS::Lambda::Permission` resources in view let API Gateway call (F21). `undefined` where none is in view for this function, as it may
 * be granted elsewhere, or where a role is used instead.
 */
export function invokePermission(world: World, functionId: string | undefined, apiId: string, credentials: View): InvokePermission | undefined {
  if (functionId === undefined || credentials.kind !== "absent") return undefined;
  const { byFunction, unattributed } = permissionsIn(world);
  const own = byFunction.get(functionId) ?? [];
  const [first] = own;
  if (first === undefined || own.length > MAX_PERMISSIONS) return undefined;
  const sources = (): readonly View[] => own.map((permission) => permission.properties.get("SourceArn"));
  return {
    get place() {
      return sources().find((source) => source.kind !== "absent")?.place ?? first.place;
    },
    allows(method, path) {
      const answers = sources().map((source) => coverage(world, source, apiId, method, path));
      if (answers.includes("yes")) return "yes";
      return unattributed || answers.includes("maybe") ? "maybe" : "no";
    },
  };
}

/** A function's resource policy holds 20 KB, which is fewer statements than this. */
const MAX_PERMISSIONS = 200;

interface Permissions {
  readonly byFunction: ReadonlyMap<string, readonly WorldResource[]>;
  /** Some permission is for a function that is not known. */
  readonly unattributed: boolean;
}

const indexes = new WeakMap<World, Permissions>();

/** Permissions that API Gateway can use, by function; found once a world. */
function permissionsIn(world: World): Permissions {
  const made = indexes.get(world);
  if (made) return made;
  const byFunction = new Map<string, WorldResource[]>();
  let unattributed = false;
  for (const permission of world.ofType("AWS::Lambda::Permission")) {
    const principal = permission.properties.get("Principal").known();
    if (principal !== undefined && principal !== "*" && !principal.startsWith("apigateway.")) continue;
    const id = functionBehind(world, permission.properties.get("FunctionName"));
    const group = id === undefined ? undefined : byFunction.get(id);
    if (id === undefined) unattributed = true;
    else if (group) group.push(permission);
    else byFunction.set(id, [permission]);
  }
  const permissions = { byFunction, unattributed };
  indexes.set(world, permissions);
  return permissions;
}

/** Does a `SourceArn` cover calls of this method and path? Without one every caller of the service is covered. */
function coverage(world: World, source: View, apiId: string, method: string, path: string): Tri {
  if (source.kind === "absent") return "yes";
  const apis = source.mentions().filter(({ id }) => /^AWS::ApiGateway(?:V2)?::(?:Rest)?Api$/u.test(world.resources.get(id)?.type ?? ""));
  if (apis.length > 0 && !apis.some(({ id }) => id === apiId)) return "no";
  const answers = possibilities(source.text()).map((possibility) => covers(possibility, method, path));
  const [first = "maybe"] = answers;
  return answers.every((answer) => answer === first) ? first : "maybe";
}

/** An ARN has at most 2048 characters. */
const MAX_TEXT = 2048;

/** Stands for a part that is not known. No template has it in an ARN. */
const HOLE = "\u{f8ff}";

/**
 * `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`, where `*` stands for any text and `?` for one character ("Control
 * access for invoking an API"). What AWS asks about for `{id}` is not documented, so paths with variables are covered or `maybe`.
 */
export function covers(arn: Value, method: string, path: string): Tri {
  const text = arn.kind === "known" ? arn.text : arn.kind === "pattern" ? arn.parts.map((part) => (typeof part === "string" ? part : HOLE)).join("") : undefined;
  const [, stage, rest] = /^arn:[^:]+:execute-api:[^:]*:[^:]*:[^/:]*\/([^/]*)(?:\/(.*))?$/su.exec(text ?? "") ?? [];
  if (text !== undefined && text.length > MAX_TEXT) return "maybe";
  if (stage === undefined) return text === "*" ? "yes" : "maybe";
  if (stage === "test-invoke-stage") return "no";
  if (rest === undefined) return stage === "*" ? "yes" : "maybe";

  const [written = "", ...segments] = rest.split("/");
  if (written.includes(HOLE)) return "maybe";
  const asMethod = matchesGlob(written, method);
  // A lone `*` at the end stands for everything that follows.
  if (segments.length === 0) return written === "*" ? "yes" : asMethod ? "maybe" : "no";
  if (!asMethod) return stage.includes("*") && segments.length > 1 ? "maybe" : "no";
  const wanted = path.replace(/^\//u, "");
  const writtenPath = segments.join("/");
  if (matchesGlob(writtenPath, wanted) || matchesGlob(writtenPath, wanted.replace(/\{[^}]*\}/gu, "*"))) return "yes";
  return writtenPath.includes(HOLE) || /[{*?]/u.test(wanted) ? "maybe" : "no";
}
