import { entryWith } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { conditional, editItem, editList, editMap, EditableList, EditableMap, get, isNoValue, isNull, isTruthy, MAX_DEPTH, stringOf } from "./editable.ts";
import type { Condition } from "./editable.ts";
import { refuseDocument } from "./refusal.ts";

export const INTEGRATION = "x-amazon-apigateway-integration";
export const ANY_METHOD = "x-amazon-apigateway-any-method";

const OPENAPI_3 = /^3(\.\d)(\.\d)?$/u;

/** An `openapi` or `OpenApiVersion` value that SAM takes for version 3. */
export function isOpenApi3(node: Node | undefined): boolean {
  return node?.kind === "scalar" && OPENAPI_3.test(node.text);
}

/** The method as a key of a path item: in lower case, `any` under API Gateway's own name. */
export function methodKey(method: string): string {
  const lower = method.toLowerCase();
  return lower === "any" ? ANY_METHOD : lower;
}

/**
 * What stands under a key: the value itself, or both branches of its `Fn::If` but for `AWS::NoValue`. Maps among them are editable in
 * place. Branches within branches are not looked into, as SAM does not.
 */
export function contentsAt(parent: EditableMap, key: string): (Node | undefined)[] {
  const map = editMap(parent, key);
  if (map === undefined) return [parent.get(key)];
  if (!map.has("Fn::If")) return [map];
  const branches = editList(map, "Fn::If");
  if (branches === undefined) refuseDocument("Value of Fn::If must be a list.", map.place);
  return branches.items.map((_, index) => editItem(branches, index)).slice(1).filter((node) => !isNoValue(node));
}

/** The items of one path. SAM refuses one that is no map. */
export function pathItems(paths: EditableMap, path: string): EditableMap[] {
  return contentsAt(paths, path).map((item) => (item instanceof EditableMap ? item : refusePathItem(path, item?.place ?? paths.place)));
}

export function refusePathItem(path: string, place: Place): never {
  return refuseDocument(`Value of '${path}' path must be a dictionary according to Swagger spec.`, place);
}

function definitionsAt(item: EditableMap, key: string, path: string, method: string): EditableMap[] {
  return contentsAt(item, key).map((definition) =>
    definition instanceof EditableMap ? definition : refuseDocument(`Definition of method '${method}' for path '${path}' should be a map.`, definition?.place ?? item.entry(key)?.keyPlace ?? item.place),
  );
}

export function hasIntegration(definition: EditableMap): boolean {
  return isTruthy(definition.get(INTEGRATION));
}

/** The definitions of a method that have an integration, in every branch. */
export function methodDefinitions(paths: EditableMap, path: string, method: string): EditableMap[] {
  const key = methodKey(method);
  return pathItems(paths, path).flatMap((item) => definitionsAt(item, key, path, method).filter(hasIntegration));
}

/**
 * Every method of a path that has an integration, one after the other as SAM goes on to it: what is wrong with a later one is not seen before
 * the earlier ones are done with. `skip` names the keys of a path item that are no methods, `order` puts them as SAM does.
 */
export function* everyMethod(paths: EditableMap, path: string, skip: readonly string[], order: (keys: Iterable<string>) => string[]): Generator<{ readonly method: string; readonly definition: EditableMap }> {
  for (const item of pathItems(paths, path)) {
    for (const key of order(item.keys())) {
      if (skip.includes(key)) continue;
      for (const definition of definitionsAt(item, key, path, key)) if (hasIntegration(definition)) yield { method: methodKey(key), definition };
    }
  }
}

/** The method has an integration in every branch already. */
export function isIntegrated(paths: EditableMap, path: string, method: string): boolean {
  if (!paths.has(path)) return false;
  const key = methodKey(method);
  const items = contentsAt(paths, path);
  if (items.some((item) => !(item instanceof EditableMap) || !item.has(key))) return false;
  return pathItems(paths, path).every((item) => item.get(key)?.kind === "map" && definitionsAt(item, key, path, method).some(hasIntegration));
}

/** An event's path and method, and where it says so. */
export interface Route {
  readonly path: string;
  readonly method: string;
  readonly pathPlace: Place;
  readonly methodPlace: Place;
}

/** Adds path and method where they are not there yet. */
export function addRoute(paths: EditableMap, route: Route): void {
  const { path, pathPlace, methodPlace } = route;
  const key = methodKey(route.method);
  if (!paths.has(path)) paths.set(path, new EditableMap(pathPlace), pathPlace);
  if (paths.get(path)?.kind !== "map") refusePathItem(path, paths.get(path)?.place ?? pathPlace);
  for (const item of contentsAt(paths, path)) {
    if (item instanceof EditableMap && !item.has(key)) item.set(key, new EditableMap(methodPlace), methodPlace);
  }
}

/** Puts a whole path item under a condition. */
export function makePathConditional(paths: EditableMap, path: string, condition: Condition): void {
  const entry = paths.entry(path);
  if (entry) paths.set(path, conditional(condition, entry.value), entry.keyPlace);
}

/**
 * Adds an integration to a route in each of its branches; the whole definition and the function's URI are put under the condition of
 * the resource that answers.
 */
export function addIntegration(
  paths: EditableMap,
  route: Route,
  uri: Node,
  condition: Condition | undefined,
  fill: (definition: EditableMap, uri: Node) => void,
): void {
  addRoute(paths, route);
  const key = methodKey(route.method);
  for (const item of pathItems(paths, route.path)) {
    if (isNull(item.get(key))) item.set(key, new EditableMap(route.methodPlace), route.methodPlace);
    const definition = editMap(item, key);
    if (definition === undefined) continue;
    fill(definition, condition === undefined ? uri : conditional(condition, uri));
    if (condition !== undefined) item.set(key, conditional(condition, definition));
  }
}

/** The `security` of a definition; SAM refuses one that is no list, and items that are no maps. */
export function securityOf(definition: EditableMap, path: string, method: string): readonly Node[] {
  const security = definition.get("security");
  if (security === undefined) return [];
  if (security.kind !== "list") refuseDocument(`Type of security for path ${path} method ${method} must be a list`, security.place);
  return security.items;
}

export function setSecurity(definition: EditableMap, items: readonly Node[], place: Place): void {
  const there = definition.entry("security");
  definition.set("security", new EditableList(there?.value.place ?? place, items), there?.keyPlace ?? place);
}

/** The scopes of an authorizer, or none. */
export function scopesOf(authorizers: Node | undefined, name: string, place: Place): Node {
  const scopes = get(get(authorizers, name), "AuthorizationScopes");
  return scopes === undefined || isNull(scopes) ? new EditableList(place) : scopes;
}

/** Whether two paths are one resource to API Gateway: `/users` and `/users/`. */
export function withoutTrailingSlash(path: string): string {
  return path === "/" ? path : path.replace(/\/+$/u, "");
}

export function textAt(node: Node | undefined, key: string): string | undefined {
  return stringOf(get(node, key));
}

/** Runs a step that edits a method. SAM works on a copy, so that what it refuses leaves no trace for the next event. */
export function withoutTrace(paths: EditableMap, route: Route, step: () => void): void {
  const key = methodKey(route.method);
  const items = contentsAt(paths, route.path).filter((item) => item instanceof EditableMap);
  const before = items.map((item) => item.entry(key));
  for (const [index, item] of items.entries()) {
    const entry = before[index];
    if (entry?.value.kind === "map") item.set(key, copyOf(entry.value, 0), entry.keyPlace);
  }
  try {
    step();
  } catch (error) {
    for (const [index, item] of items.entries()) {
      const entry = before[index];
      if (entry === undefined) item.delete(key);
      else item.set(key, entry.value, entry.keyPlace);
    }
    throw error;
  }
}

/** A copy whose maps can be edited without the original noticing. */
function copyOf(map: MapNode, depth: number): EditableMap {
  const entries = Array.from(map.entries(), (entry) => entryWith(entry, { value: copyOfValue(entry.value, depth + 1) }));
  return new EditableMap(map.place, entries);
}

function copyOfValue(node: Node, depth: number): Node {
  if (depth > MAX_DEPTH || node.kind === "scalar") return node;
  return node.kind === "map" ? copyOf(node, depth) : new EditableList(node.place, node.items.map((item) => copyOfValue(item, depth + 1)));
}
