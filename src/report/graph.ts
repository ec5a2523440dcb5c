import type { Declarations } from "../aws/declared.ts";
import type { Api, Route } from "../aws/model.ts";
import type { Engine } from "../linter/engine.ts";
import type { Reference, Resource, Template } from "../template/types.ts";
import { apiViews, kindName, routeName } from "./views.ts";

/** APIs, their routes and what stands around them, as points and arrows. */
export interface Graph {
  /** What it is of: the file. */
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  /** Unique within the graph; any text. */
  readonly key: string;
  readonly kind: "api" | "route" | "target" | "authorizer" | "stage" | "resource";
  readonly title: string;
  /** Type or circumstances, a line each. */
  readonly details: readonly string[];
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `calls`, `Ref`, `GetAtt Arn`; empty: a route of an API. */
  readonly label: string;
  /** A reference between resources, beside what a request takes. */
  readonly isReference: boolean;
}

/** Resources that a route stands for. */
const OF_ROUTES = /^AWS::ApiGateway::(?:Method|Resource)$|^AWS::ApiGatewayV2::(?:Route|Integration|RouteResponse|IntegrationResponse)$/u;

/** What belongs to an API and is worth a point of its own. */
const AROUND = /^AWS::ApiGateway(?:V2)?::(?:Deployment|Stage|Authorizer|GatewayResponse|RequestValidator|DomainName|BasePathMapping|ApiMapping)$|^AWS::WAFv2::WebACLAssociation$|^AWS::Lambda::Url$/u;

const STAGES = /::(?:Deployment|Stage|DomainName|BasePathMapping|ApiMapping)$/u;

/** The graph of a template over all its scenarios. `all`: with each resource, and not only what stands around APIs. */
export function graphOf(engine: Engine, template: Template, { all = false, declarations }: { readonly all?: boolean; readonly declarations?: Declarations | undefined } = {}): Graph {
  const graph = new Drawing(template);
  const views = [...apiViews(engine, template, declarations)];
  for (const { api } of views) graph.api(api);
  const labels = new Map<string, readonly string[]>();
  for (const { api, label } of views) labels.set(api.id, [...(labels.get(api.id) ?? []), label]);
  for (const { api, label } of views) for (const route of api.routes) graph.route(api, route, label, labels.get(api.id) ?? []);
  for (const resource of template.resources.values()) if (all ? !OF_ROUTES.test(resource.type) : AROUND.test(resource.type)) graph.resource(resource);
  for (const reference of template.references) graph.reference(reference);
  return graph.done();
}

class Drawing {
  readonly #template: Template;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge & { readonly labels: Set<string> }>();
  /** The routes that a resource stands for. */
  readonly #routesOf = new Map<string, Set<string>>();
  readonly #apisByName = new Map<string, string>();
  readonly #scenarios = new Map<string, { readonly seen: Set<string>; readonly of: readonly string[] }>();

  constructor(template: Template) {
    this.#template = template;
  }

  api(api: Api): void {
    const resource = this.#template.resources.get(api.id);
    const key = keyOfApi(api, resource);
    this.#nodes.set(key, { key, kind: "api", title: api.id, details: [kindName(api), ...(api.name === api.id ? [] : [api.name])] });
    this.#apisByName.set(api.name, key);
  }

  route(api: Api, route: Route, scenario: string, of: readonly string[]): void {
    const apiKey = keyOfApi(api, this.#template.resources.get(api.id));
    const key = `route ${JSON.stringify([apiKey, route.method, route.path])}`;
    const { kind } = route.integration;
    const own = kind === "mock" ? ["MOCK integration"] : kind === "missing" ? ["no integration"] : [];
    const iam = route.authorization.kind === "iam" ? ["IAM authorization"] : [];
    if (!this.#nodes.has(key)) this.#nodes.set(key, { key, kind: "route", title: routeName(route), details: [...own, ...iam] });
    const circumstances = this.#scenarios.get(key) ?? { seen: new Set(), of };
    circumstances.seen.add(scenario);
    this.#scenarios.set(key, circumstances);
    this.#edge(apiKey, key, "", false);
    this.#standFor(route, key);
    this.#target(api, route, key);
    this.#authorizer(api, route, key);
  }

  resource({ id, type }: Resource): void {
    const key = keyOfResource(id);
    if (this.#nodes.has(key)) return;
    const kind = type.endsWith("::Authorizer") ? "authorizer" : STAGES.test(type) ? "stage" : type === "AWS::Lambda::Function" ? "target" : "resource";
    this.#nodes.set(key, { key, kind, title: id, details: [type] });
  }

  /** Between two points that are shown. What a request takes is an arrow already. */
  reference({ from, to, via, attribute }: Reference): void {
    const label = attribute === undefined ? via : `${via} ${attribute}`;
    for (const start of this.#keysOf(from)) for (const end of this.#keysOf(to)) if (start !== end && !this.#isOfRequest(start, end)) this.#edge(start, end, label, true);
  }

  done(): Graph {
    const nodes = Array.from(this.#nodes.values(), (node) => ({ ...node, details: [...node.details, ...this.#only(node.key)] }));
    return { title: this.#template.name, nodes, edges: Array.from(this.#edges.values(), ({ labels, ...edge }) => ({ ...edge, label: [...labels].join(", ") })) };
  }

  #only(key: string): readonly string[] {
    const circumstances = this.#scenarios.get(key);
    if (circumstances === undefined || circumstances.seen.size >= new Set(circumstances.of).size) return [];
    const [first = "", ...rest] = circumstances.seen;
    return [`only with ${first}${rest.length > 0 ? ` and ${rest.length} more` : ""}`];
  }

  #standFor({ place }: Route, key: string): void {
    const id = place.path[0] === "Resources" ? String(place.path[1]) : "";
    if (!OF_ROUTES.test(this.#template.resources.get(id)?.type ?? "")) return;
    const routes = this.#routesOf.get(id) ?? new Set();
    routes.add(key);
    this.#routesOf.set(id, routes);
  }

  #target(api: Api, { integration: { kind, functionId, target } }: Route, key: string): void {
    if (kind === "mock" || kind === "missing" || api.kind === "bucket") return;
    const behind = api.kind === "distribution" ? this.#apisByName.get(target) : undefined;
    if (behind !== undefined) {
      this.#edge(key, behind, "forwards to", false);
      return;
    }
    const resource = functionId === undefined ? undefined : this.#template.resources.get(functionId);
    const name = target === "" ? "not known" : target;
    const to = resource ? keyOfResource(resource.id) : `target ${functionId ?? name}`;
    if (!this.#nodes.has(to)) this.#nodes.set(to, { key: to, kind: "target", title: resource?.id ?? functionId ?? name, details: resource ? [resource.type] : [] });
    this.#edge(key, to, kind === "proxy-http" ? "forwards to" : "calls", false);
  }

  #authorizer(api: Api, { authorization }: Route, key: string): void {
    if (authorization.kind !== "authorizer") return;
    const { name, type } = authorization;
    const resource = this.#template.resources.get(name);
    const to = resource ? keyOfResource(name) : `authorizer ${JSON.stringify([api.id, name])}`;
    if (!this.#nodes.has(to)) this.#nodes.set(to, { key: to, kind: "authorizer", title: name, details: [resource?.type ?? (type === "unknown" ? "authorizer" : `${type} authorizer`)] });
    this.#edge(key, to, "asks", false);
  }

  #edge(from: string, to: string, label: string, isReference: boolean): void {
    const key = JSON.stringify([from, to, isReference]);
    const edge = this.#edges.get(key) ?? { from, to, label: "", isReference, labels: new Set<string>() };
    if (label !== "") edge.labels.add(label);
    this.#edges.set(key, edge);
  }

  #keysOf(id: string): readonly string[] {
    const routes = this.#routesOf.get(id);
    if (routes) return [...routes];
    return [keyOfResource(id)].filter((key) => this.#nodes.has(key));
  }

  /** The API leads to it by a route, or the route itself does; and each method names its API. */
  #isOfRequest(from: string, to: string): boolean {
    const leads = (start: string, end: string): boolean => this.#edges.has(JSON.stringify([start, end, false]));
    if (leads(from, to) || leads(to, from)) return true;
    if (this.#nodes.get(from)?.kind !== "api") return false;
    return (this.#reached.get(from) ?? this.#reach(from)).has(to);
  }

  readonly #reached = new Map<string, ReadonlySet<string>>();

  /** What the routes of an API lead to. */
  #reach(api: string): ReadonlySet<string> {
    const ways = [...this.#edges.values()].filter(({ isReference }) => !isReference);
    const routes = new Set(ways.filter(({ from }) => from === api).map(({ to }) => to));
    const reached = new Set(ways.filter(({ from }) => routes.has(from)).map(({ to }) => to));
    this.#reached.set(api, reached);
    return reached;
  }
}

function keyOfResource(id: string): string {
  return `resource ${id}`;
}

/** An API of another stack, or one that is only referred to, is no resource; a function may be one API by its URL, and a resource. */
function keyOfApi({ id, kind }: Api, resource: Resource | undefined): string {
  return resource && !(kind === "function-url" && resource.type === "AWS::Lambda::Function") ? keyOfResource(id) : `api ${kind} ${id}`;
}
