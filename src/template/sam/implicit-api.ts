import type { Node, Place } from "../../source/index.ts";
import { addRoute, ANY_METHOD, makePathConditional } from "./body.ts";
import type { Route } from "./body.ts";
import { conditional, editMap, EditableMap, ensureMap, get, isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import type { Condition } from "./editable.ts";
import { refuseDocument, refuseEvent, refuseResource, SamRefusal } from "./refusal.ts";
import { PythonKeys } from "./python-order.ts";
import { PREFIX, Serverless } from "./serverless.ts";
import type { Expansion } from "./serverless.ts";
import { isOpenApi, isSwagger, openOpenApi, openSwagger, skeletonOf } from "./swagger.ts";

/** How REST and HTTP APIs differ in what their events do. */
export interface ApiKind {
  readonly type: "Api" | "HttpApi";
  readonly event: "Api" | "HttpApi";
  readonly idProperty: "RestApiId" | "ApiId";
  readonly implicitId: "ServerlessRestApi" | "ServerlessHttpApi";
}

export const REST: ApiKind = { type: "Api", event: "Api", idProperty: "RestApiId", implicitId: "ServerlessRestApi" };
export const HTTP: ApiKind = { type: "HttpApi", event: "HttpApi", idProperty: "ApiId", implicitId: "ServerlessHttpApi" };

/** The logical id that `RestApiId` or `ApiId` names: a text, or the target of a `Ref`. */
export function apiIdOf(node: Node | undefined): Node | undefined {
  return node?.kind === "map" && node.has("Ref") ? node.get("Ref") : node;
}

/**
 * The first pass over the events of functions and state machines: makes the implicit API where an event names none, and adds each path
 * and method to the body of its API if SAM made that body (SAM: "Understanding implicit APIs").
 */
export function addImplicitApi(expansion: Expansion, kind: ApiKind, globals: Node | undefined): void {
  const { serverless } = expansion;
  const existing = serverless.get(kind.implicitId);
  expansion.putIn(kind.implicitId);
  const users = expansion.ofType("Function", "StateMachine");
  const pass = new Pass(expansion, kind, globals);
  const problems: SamRefusal[] = [];
  for (const user of users) {
    try {
      pass.addEvents(user);
    } catch (error) {
      if (!(error instanceof SamRefusal)) throw error;
      if (error.fatal) throw error;
      problems.push(error.isEvent ? new SamRefusal(`Resource with id [${user.id}] is invalid. ${error.message}`, error.place) : error);
    }
  }
  pass.finish(existing);
  if (!serverless.has(kind.implicitId)) expansion.takeOut(kind.implicitId);
  expansion.refuseEarly(problems.map(({ message, place }) => ({ rule: "sam-transform-error", message, place })));
}

class Pass {
  readonly #expansion: Expansion;
  readonly #kind: ApiKind;
  readonly #globals: Node | undefined;
  #implicit: Serverless | undefined;
  /** API → path → method → the condition of the function behind it. */
  readonly #conditions = new Map<string, Map<string, Map<string, Condition | undefined>>>();
  readonly #policies = new Map<string, Node>();

  constructor(expansion: Expansion, kind: ApiKind, globals: Node | undefined) {
    this.#expansion = expansion;
    this.#kind = kind;
    this.#globals = globals;
  }

  addEvents(user: Serverless): void {
    const condition = user.attribute("Condition");
    if (isTruthy(condition) && stringOf(condition) === undefined) refuseDocument("Every Condition member must be a string.", condition.place);
    const events = editMap(user.properties, "Events");
    const isOurs = (id: string): boolean => stringOf(get(events?.get(id), "Type")) === this.#kind.event;
    const all = this.#expansion.isPythonOrdered ? user.eventOrder.keys() : [...(events?.keys() ?? [])];
    // SAM puts these events into a dictionary of their own, and back into that of all.
    const ours = PythonKeys.of(all.filter(isOurs)).keys();
    for (const id of ours) {
      const entry = events?.entry(id);
      if (events === undefined || entry === undefined) continue;
      const event = editMap(events, id);
      if (event !== undefined) this.#addEvent(user, id, entry.keyPlace, event);
    }
    user.eventOrder.merge(ours);
  }

  #addEvent(user: Serverless, id: string, idPlace: Place, event: EditableMap): void {
    const { idProperty } = this.#kind;
    const given = event.get("Properties");
    if (this.#kind.type === "Api" && !isTruthy(given)) return;
    if (given !== undefined && given.kind !== "map") return refuseEvent(id, "Properties should be a map.", given.place);
    const properties = ensureMap(event, "Properties", event.place);
    if (!properties.has(idProperty)) {
      this.#implicitApi(idPlace, event.place);
      this.#addTags(user);
      properties.set(idProperty, ref(event.place, this.#kind.implicitId), idPlace);
    }
    if (this.#kind.type === "HttpApi" && !isTruthy(properties.get("Path")) && !isTruthy(properties.get("Method"))) {
      properties.set("Path", scalar(event.place, "$default"), idPlace).set("Method", scalar(event.place, ANY_METHOD), idPlace);
    }
    const { api, route } = this.#routeOf(id, properties);
    const routes = this.#conditions.get(api) ?? new Map<string, Map<string, Condition | undefined>>();
    this.#conditions.set(api, routes);
    const methods = routes.get(route.path) ?? new Map<string, Condition | undefined>();
    routes.set(route.path, methods);
    methods.set(route.method, user.condition);
    if (api === this.#kind.implicitId) for (const name of ["DeletionPolicy", "UpdateReplacePolicy"]) this.#notePolicy(name, user.attribute(name));
    this.#addRoute(id, api, route, properties);
    if (this.#kind.type === "HttpApi" && properties.has("RouteSettings")) this.#addRouteSettings(id, api, route, properties, user.condition);
  }

  #implicitApi(idPlace: Place, place: Place): Serverless {
    if (this.#implicit !== undefined) return this.#implicit;
    const type = `${PREFIX}${this.#kind.type}`;
    const properties = new EditableMap(place);
    if (this.#kind.type === "Api") properties.set("StageName", scalar(place, "Prod"), idPlace);
    properties.set("DefinitionBody", skeletonOf(type, place), idPlace);
    const body = mapFrom(place, [["Type", scalar(place, type)], ["Properties", properties]]);
    this.#implicit = new Serverless(this.#kind.implicitId, type, idPlace, body);
    this.#implicit.managed = true;
    this.#expansion.serverless.set(this.#kind.implicitId, this.#implicit);
    return this.#implicit;
  }

  #addTags(user: Serverless): void {
    const globals = get(this.#globals, user.type.slice(PREFIX.length));
    const wanted = [user.properties.get("PropagateTags"), get(globals, "PropagateTags")].some((node) => isTruthy(node));
    const tags = [user.properties.get("Tags"), get(globals, "Tags")].find((node) => isTruthy(node));
    if (!wanted || tags?.kind !== "map" || this.#implicit === undefined) return;
    const target = ensureMap(this.#implicit.properties, "Tags", tags.place);
    for (const { key, keyPlace, value } of tags.entries()) target.set(key, value, keyPlace);
    this.#implicit.properties.set("PropagateTags", scalar(tags.place, true));
  }

  #routeOf(id: string, properties: EditableMap): { readonly api: string; readonly route: Route } {
    const text = (key: string, node: Node | undefined): { readonly text: string; readonly place: Place } => {
      const value = stringOf(node);
      if (node === undefined || value === undefined) return refuseEvent(id, `Property '${key}' should be a string.`, node?.place ?? properties.place);
      return { text: value, place: node.place };
    };
    for (const key of ["Path", "Method"]) {
      const node = properties.get(key);
      if (node === undefined || isNull(node)) refuseEvent(id, `Property '${key}' is required.`, node?.place ?? properties.place);
    }
    const api = text(this.#kind.idProperty, apiIdOf(properties.get(this.#kind.idProperty)));
    const path = text("Path", properties.get("Path"));
    const method = text("Method", properties.get("Method"));
    return { api: api.text, route: { path: path.text, pathPlace: path.place, method: method.text, methodPlace: method.place } };
  }

  #notePolicy(name: string, value: Node | undefined): void {
    const rank = (node: Node | undefined): number => ["", "Delete", "Snapshot", "Retain"].indexOf(stringOf(node) ?? "");
    if (value !== undefined && rank(value) > Math.max(0, rank(this.#policies.get(name)))) this.#policies.set(name, value);
  }

  #addRoute(id: string, api: string, route: Route, properties: EditableMap): void {
    const { serverless } = this.#expansion;
    // Events of the implicit API never reach one of its name that the template writes: SAM puts its own in the place of that.
    const target = api === this.#kind.implicitId ? this.#implicitApi(route.pathPlace, route.pathPlace) : serverless.get(api);
    const exists = target !== undefined || this.#expansion.hasResource(api);
    if (!exists || (target?.type === `${PREFIX}HttpApi` && this.#kind.type === "Api")) {
      const place = properties.get(this.#kind.idProperty)?.place ?? properties.place;
      refuseEvent(id, `${this.#kind.idProperty} must be a valid reference to an '${PREFIX}${this.#kind.type}' resource in same template.`, place);
    }
    if (target?.managed !== true) return;
    const body = target.properties.get("DefinitionBody");
    if (this.#kind.type === "Api" ? !isSwagger(body) : !isOpenApi(body)) return;
    const { paths } = this.#kind.type === "Api" ? openSwagger(target) : openOpenApi(target);
    this.#expansion.edit(target, () => addRoute(paths, route), route.path);
    target.pathsAdded.add(route.path);
  }

  #addRouteSettings(id: string, api: string, route: Route, properties: EditableMap, condition: Condition | undefined): void {
    const target = this.#expansion.serverless.get(api);
    if (target === undefined) return;
    const settings = target.properties.get("RouteSettings");
    if (settings !== undefined && settings.kind !== "map") refuseResource(api, "Property 'RouteSettings' should be a map.", settings.place);
    const own = properties.get("RouteSettings");
    if (own === undefined) return;
    const added = condition === undefined ? own : conditional(condition, own);
    if (added.kind !== "map") return refuseEvent(id, "Property 'RouteSettings' should be a map.", own.place);
    const all = ensureMap(target.properties, "RouteSettings", own.place);
    const key = route.method === ANY_METHOD ? route.path : `${route.method.toUpperCase()} ${route.path}`;
    const one = ensureMap(all, key, own.place);
    for (const entry of added.entries()) one.set(entry.key, entry.value, entry.keyPlace);
  }

  /** Conditions and policies of what the events were added to; an implicit API without paths is none. */
  finish(existing: Serverless | undefined): void {
    const written = this.#pathsAsWritten();
    for (const api of this.#expansion.ofType(this.#kind.type)) if (api.managed) this.#writeInOrder(api, written);
    this.#addImplicitAttributes();
    for (const api of this.#expansion.ofType(this.#kind.type)) if (api.managed) this.#expansion.edit(api, () => this.#addPathConditions(api));
    if (this.#implicit === undefined) return;
    const paths = get(this.#implicit.properties.get("DefinitionBody"), "paths");
    if (isTruthy(paths)) return;
    if (existing === undefined) this.#expansion.serverless.delete(this.#kind.implicitId);
    else this.#expansion.serverless.set(this.#kind.implicitId, existing);
  }

  /** SAM goes through events in an order of its own; whoever reads the body finds them as they were written. */
  #writeInOrder(api: Serverless, written: ReadonlyMap<string, number>): void {
    const body = editMap(api.properties, "DefinitionBody");
    const paths = body === undefined ? undefined : editMap(body, "paths");
    if (paths === undefined || paths.size < 2) return;
    for (const path of [...api.pathsAdded].sort((a, b) => (written.get(a) ?? 0) - (written.get(b) ?? 0))) {
      const entry = paths.entry(path);
      if (entry === undefined) continue;
      paths.delete(path);
      paths.set(path, entry.value, entry.keyPlace);
    }
  }

  /** Where among the events a path is first named. */
  #pathsAsWritten(): ReadonlyMap<string, number> {
    const written = new Map<string, number>();
    for (const user of this.#expansion.serverless.values()) {
      const events = user.properties.get("Events");
      for (const { value } of events?.kind === "map" ? events.entries() : []) {
        const path = stringOf(get(get(value, "Properties"), "Path")) ?? "";
        if (!written.has(path)) written.set(path, written.size);
      }
    }
    return written;
  }

  #addImplicitAttributes(): void {
    if (!(this.#implicit?.body instanceof EditableMap)) return;
    const { body } = this.#implicit;
    const all = [...(this.#conditions.get(this.#kind.implicitId)?.values() ?? [])].flatMap((methods) => [...methods.values()]);
    const condition = this.#combined(all, `${this.#kind.implicitId}Condition`);
    if (condition !== undefined) body.set("Condition", scalar(condition.place, condition.name));
    for (const [name, value] of this.#policies) body.set(name, value);
  }

  #addPathConditions(api: Serverless): void {
    if (this.#kind.type === "Api") openSwagger(api);
    else openOpenApi(api);
    const body = editMap(api.properties, "DefinitionBody");
    const paths = body === undefined ? undefined : editMap(body, "paths");
    for (const path of [...(paths?.keys() ?? [])]) {
      const name = `${api.id}${path.replaceAll("/", "SLASH").replaceAll("{", "OB").replaceAll("}", "CB")}PathCondition`;
      const condition = this.#combined([...(this.#conditions.get(api.id)?.get(path)?.values() ?? [])], name);
      if (condition !== undefined && paths !== undefined) makePathConditional(paths, path, condition);
    }
  }

  /** The condition under which any of them holds: none if one is unconditional, the only one, or a new one that combines them. */
  #combined(conditions: readonly (Condition | undefined)[], name: string): Condition | undefined {
    const byName = new Map<string, Condition>();
    for (const condition of conditions) {
      if (condition === undefined) return undefined;
      byName.set(condition.name, condition);
    }
    const [first] = byName.values();
    if (first === undefined || byName.size === 1) return first;
    combineConditions(this.#expansion, [...byName.keys()].sort(), name, first.place);
    return { name, place: first.place };
  }
}

/** `Fn::Or` takes ten conditions; more are combined step by step. */
function combineConditions(expansion: Expansion, names: readonly string[], name: string, place: Place): void {
  let left = [...names];
  let number = Math.floor((names.length - 2) / 9);
  while (left.length > 1) {
    const made = number > 0 ? `${name}${number--}` : name;
    const either = left.slice(0, 10).map((each) => mapFrom(place, [["Condition", scalar(place, each)]]));
    expansion.condition(made, mapFrom(place, [["Fn::Or", { kind: "list", place, items: either }]]));
    left = [...left.slice(10), made];
  }
}

