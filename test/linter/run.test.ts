import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { blockedRoutesInDoubt } from "../../src/linter/intent.ts";
import { Linter, type LintOptions } from "../../src/linter/run.ts";
import type { Report, Rule, RuleHooks, RuleMeta } from "../../src/linter/types.ts";
import { ALLOWED, type ApiModel, blocked, engineOf, placeOf, templateFrom } from "./models.ts";

const TEXT = `Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Users:
    Type: AWS::ApiGateway::RestApi
    Condition: IsProd
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: !If [IsProd, orders, orders-dev]
`;

function rule(hooks: RuleHooks, meta: Partial<RuleMeta> = {}, id = "a-rule"): Rule {
  return {
    id,
    meta: { description: "Demand something", severity: "error", set: "recommended", category: "preflight", reference: "https://fetch.spec.whatwg.org/", failureModes: [], messages: { said: "Said {{what}}." }, help: "Do it.", ...meta },
    ...hooks,
  };
}

const net = allRules.filter(({ id }) => id === "request-blocked");

const orders = (routes: ReturnType<ApiModel["routes"]>): ApiModel => ({ id: "Orders", routes: () => routes });

function lint(models: readonly ApiModel[], rules: readonly Rule[], options: LintOptions = {}) {
  return new Linter(engineOf(models), rules, options).lint([templateFrom(TEXT)]).findings;
}

describe("a run", () => {
  it("fills the placeholders of a message, and names rule, severity, help and resource", () => {
    const [finding] = lint([], [rule({ *template(template) { yield { message: "said", data: { what: "this" }, at: placeOf(template, "Resources", "Orders", "Type") }; } })]);
    expect(finding).toMatchObject({ rule: "a-rule", severity: "error", message: "Said this.", help: "Do it.", resource: "Orders", routes: [], scenarios: [] });
  });

  it("keeps at most three related places", () => {
    const [finding] = lint([], [rule({ *template({ root: { place } }) { yield { message: "said", data: { what: "x" }, at: place, related: [1, 2, 3, 4].map((n) => ({ place, note: `note ${n}` })) }; } })]);
    expect(finding?.related.map(({ note }) => note)).toEqual(["note 1", "note 2", "note 3"]);
  });

  it("sorts by position whatever the order of the rules is", () => {
    const at = (id: string, resource: string): Rule => rule({ *template(template) { yield { message: "said", data: { what: "x" }, at: placeOf(template, "Resources", resource).key }; } }, {}, id);
    expect(lint([], [at("b", "Orders"), at("a", "Users"), at("a2", "Orders")]).map(({ rule }) => rule)).toEqual(["a", "a2", "b"]);
  });

  it("predicts each request once, however many rules ask", () => {
    const engine = engineOf([{ id: "Orders", routes: (world) => (world.scenario.label === "Stage=prod" || world.scenario.label === "IsProd=true" ? [{ method: "POST", path: "/orders", verdicts: [["required", blocked("MissingAllowOriginHeader")]] }] : []) }]);
    const asking = (id: string): Rule => rule({ *route(route, context) { context.blocked(route); for (const request of route.browserRequests) context.predict(route, request); } }, {}, id);
    new Linter(engine, [asking("a"), asking("b"), ...net], {}).lint([templateFrom(TEXT)]);
    expect(engine.predictions()).toBe(1);
  });

  it("is the same twice", () => {
    const models = [orders([{ method: "POST", path: "/orders", verdicts: [["required", blocked("MissingAllowOriginHeader")]] }])];
    const run = () => lint(models, allRules).map(({ rule, message, at }) => [rule, message, at.id]);
    expect(run()).toEqual(run());
  });
});

describe("scenarios", () => {
  const speaksIn = (label: RegExp): Rule => rule({ *api(api) { if (label.test(api.world.scenario.label)) yield { message: "said", data: { what: api.id }, at: api.place }; } });

  it("are not named where a finding holds in all in which the API exists", () => {
    const usersOnlyInProd: ApiModel = { id: "Users", routes: (world) => (world.resources.has("Users") ? [] : undefined) };
    expect(lint([usersOnlyInProd], [speaksIn(/./u)])).toMatchObject([{ message: "Said Users.", scenarios: [] }]);
  });

  it("are named where it holds in some", () => {
    const findings = lint([orders([])], [speaksIn(/prod|=true/u)]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.scenarios).toHaveLength(1);
  });

  it("merge the routes of findings that are one", () => {
    const eachRoute = rule({ *route(route) { yield { message: "said", data: { what: "it" }, at: route.api.place }; } });
    const [finding, ...more] = lint([orders([{ method: "POST", path: "/orders" }, { method: "PUT", path: "/orders" }])], [eachRoute]);
    expect(more).toEqual([]);
    expect(finding?.route).toEqual({ api: "Orders", method: "POST", path: "/orders" });
    expect(finding?.routes.map(({ method }) => method)).toEqual(["POST", "PUT"]);
  });
});

describe("what a finding rests on", () => {
  const withDefault = `Parameters:
  Origin: { Type: String, Default: "https://app.example.com" }
Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties: { Description: !Sub "'\${Origin}'" }
`;
  const atDescription = rule({ *api(api) { yield { message: "said", data: { what: "it" }, at: placeOf(api.world.template, "Resources", "Orders", "Properties", "Description") }; } });

  it("names the default of a parameter", () => {
    const { findings } = new Linter(engineOf([orders([])]), [atDescription], {}).lint([templateFrom(withDefault)]);
    expect(findings[0]?.assumptions).toEqual(["Origin=https://app.example.com"]);
  });

  it("names none that the user gave", () => {
    const { findings } = new Linter(engineOf([orders([])]), [atDescription], {}).lint([templateFrom(withDefault, { Origin: "https://www.example.com" })]);
    expect(findings[0]?.assumptions).toEqual([]);
  });
});

describe("a defect of ours", () => {
  const throwing = rule({ *route(route) { yield { message: "said", data: { what: route.path }, at: route.place }; throw new RangeError("out of luck"); } });
  const other = rule({ *api(api) { yield { message: "said", data: { what: "the other" }, at: api.place }; } }, {}, "other");

  it("becomes a finding that names the rule, and hides nothing", () => {
    const findings = lint([orders([{ method: "GET", path: "/orders" }])], [throwing, other]);
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`).sort()).toEqual([
      "a-rule: Said /orders.",
      "internal-error: The rule a-rule failed on the route GET /orders: RangeError: out of luck. What it would have found is unknown; the rest was checked.",
      "other: Said the other.",
    ]);
  });

  it("in the model of one API leaves the other APIs checked", () => {
    const broken: ApiModel = { id: "Users", routes: () => { throw new Error("broken"); } };
    expect(lint([broken, orders([])], [other]).map(({ rule }) => rule).sort()).toEqual(["internal-error", "other"]);
  });
});

describe("no blocked request stays silent", () => {
  const refused = blocked("PreflightMissingAllowOriginHeader");
  const post = (intent: "browser" | "service" | "unknown" = "browser", ...more: NonNullable<Parameters<typeof orders>[0]>) => [orders([{ method: "POST", path: "/orders", intent, verdicts: [["required", refused]] }, ...more])];
  const speaking = (report: Partial<Report>, meta: Partial<RuleMeta> = {}): Rule => rule({ *api(api) { yield { message: "said", data: { what: "why" }, at: api.place, ...report }; } }, meta);
  const ids = (models: readonly ApiModel[], ...rules: readonly Rule[]) => lint(models, [...rules, ...net]).map(({ rule }) => rule);

  it("request-blocked reports what no rule explains", () => {
    expect(lint(post(), net)).toMatchObject([{ rule: "request-blocked", severity: "error", browserMessage: refused.browserMessage, route: { method: "POST", path: "/orders" } }]);
  });

  it.each([
    ["a report with the very verdict", speaking({ verdict: refused })],
    ["a report about the whole API whose rule explains the reason", speaking({}, { explains: ["PreflightMissingAllowOriginHeader"] })],
    ["a report that accounts for everything", speaking({ explainsAll: true })],
    ["a report of the same refusal", speaking({ verdict: { ...refused } })],
  ])("is silent after %s", (_, explaining) => {
    expect(ids(post(), explaining)).toEqual(["a-rule"]);
  });

  it("still speaks after a report about another reason", () => {
    expect(ids(post(), speaking({}, { explains: ["AllowOriginMismatch"] })).sort()).toEqual(["a-rule", "request-blocked"]);
  });

  it("still speaks after a report about another route", () => {
    const aboutGet = rule({ *route(route) { if (route.method === "GET") yield { message: "said", data: { what: "GET" }, at: route.place }; } }, { explains: ["PreflightMissingAllowOriginHeader"] });
    expect(ids(post("browser", { method: "GET", path: "/orders" }), aboutGet).sort()).toEqual(["a-rule", "request-blocked"]);
  });

  it("is silent after a report about the preflight of the same path", () => {
    const aboutOptions = rule({ *route(route) { if (route.isOptions) yield { message: "said", data: { what: "OPTIONS" }, at: route.place }; } }, { explains: ["PreflightMissingAllowOriginHeader"] });
    expect(ids(post("browser", { method: "OPTIONS", path: "/orders" }), aboutOptions)).toEqual(["a-rule"]);
  });

  it("is silent about routes for services", () => {
    expect(ids(post("service"))).toEqual([]);
  });

  it("is a warning where nobody knows who calls", () => {
    expect(lint(post("unknown"), net)).toMatchObject([{ severity: "warning" }]);
  });

  it("says the same refusal of one route once", () => {
    const twice = orders([{ method: "POST", path: "/orders", verdicts: [["required", refused], ["typical", { ...refused }]] }]);
    expect(ids([twice])).toEqual(["request-blocked"]);
  });

  it("says once what blocks several routes, at the line that decides", () => {
    const template = templateFrom(TEXT);
    const decided = { ...refused, evidence: [{ what: "Access-Control-Allow-Origin", place: placeOf(template, "Resources", "Orders", "Properties", "Name") }] };
    const both = orders(["POST", "PUT"].map((method) => ({ method, path: "/orders", verdicts: [["required", { ...decided }]] as const })));
    const { findings } = new Linter(engineOf([both]), net, {}).lint([template]);
    expect(findings).toMatchObject([{ routes: [{ method: "POST" }, { method: "PUT" }], at: decided.evidence[0]?.place }]);
  });

  it("is silent about what a rule explains that the user turned off", () => {
    const explaining = speaking({ verdict: refused });
    expect(lint(post(), [explaining, ...net], { severities: new Map([["a-rule", "off"]]) })).toEqual([]);
  });

  it("stays silent where it is turned off itself", () => {
    expect(lint(post(), net, { severities: new Map([["request-blocked", "off"]]) })).toEqual([]);
  });
});

describe("the browser's own words", () => {
  const refused = blocked("AllowOriginMismatch");
  const models = [orders([{ method: "GET", path: "/orders", verdicts: [["required", refused]] }])];
  const saying = (meta: Partial<RuleMeta>): Rule => rule({ *route(route) { yield { message: "said", data: { what: "it" }, at: route.place }; } }, meta);

  it("are told with a finding whose rule explains them", () => {
    expect(lint(models, [saying({ explains: ["AllowOriginMismatch"] })])[0]?.browserMessage).toBe(refused.browserMessage);
  });

  it("are not put into the mouth of another rule", () => {
    expect(lint(models, [saying({ explains: ["InvalidAllowCredentials"] })])[0]?.browserMessage).toBeUndefined();
    expect(lint(models, [saying({})])[0]?.browserMessage).toBeUndefined();
  });
});

describe("an API of unknown intent", () => {
  const refused = blocked("PreflightMissingAllowOriginHeader");
  const once = rule({
    *api(api, context) {
      const doubt = blockedRoutesInDoubt(api, context);
      if (doubt) yield { message: "said", data: { what: doubt.list }, at: api.place, ...doubt.report };
    },
  });
  const route = (method: string, path: string, ...verdicts: NonNullable<Parameters<typeof orders>[0]>[number]["verdicts"] & {}) => ({ method, path, intent: "unknown" as const, verdicts });

  it("gets one warning for all its blocked routes, which names the line that makes it go away", () => {
    const models = [orders([
      route("POST", "/orders", ["required", refused]),
      route("PUT", "/orders", ["typical", blocked("AllowOriginMismatch")]),
      route("GET", "/orders", ["required", ALLOWED]),
      route("GET", "/carts", ["required", blocked("MissingAllowOriginHeader")]),
    ])];
    const findings = lint(models, [once, ...net]);
    expect(findings).toMatchObject([{ rule: "a-rule", severity: "warning", message: "Said POST /orders, PUT /orders and GET /carts." }]);
    expect(findings[0]?.help).toContain("Metadata: { cors-lint: { clients: service } }");
  });

  it("gets none where browsers can call it", () => {
    expect(lint([orders([route("GET", "/orders", ["required", ALLOWED])])], [once, ...net])).toEqual([]);
  });

  it("lists three routes and counts the rest", () => {
    const many = Array.from({ length: 9 }, (_, index) => route("POST", `/orders/${index}`, ["required", refused]));
    expect(lint([orders(many)], [once])[0]?.message).toBe("Said POST /orders/0, POST /orders/1, POST /orders/2 and 6 more.");
  });
});

describe("which rules run", () => {
  const strict = rule({ *api(api) { yield { message: "said", data: { what: "strict" }, at: api.place }; } }, { set: "strict", severity: "info" });

  it.each<[string, LintOptions, readonly string[]]>([
    ["not the strict ones", {}, []],
    ["the strict ones when asked for", { strict: true }, ["info"]],
    ["a strict one that was given a severity", { severities: new Map([["a-rule", "error"]]) }, ["error"]],
    ["none that is off", { strict: true, severities: new Map([["a-rule", "off"]]) }, []],
  ])("%s", (_, options, severities) => {
    expect(lint([orders([])], [strict], options).map(({ severity }) => severity)).toEqual(severities);
  });
});
