import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { allRules } from "../../rules/index.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import type { Finding } from "../../src/linter/types.ts";
import { essenceOf, findingsIn, type Prediction, predictionsFor, subjectsOf, templateIn } from "./examine.ts";
import { anyTemplate } from "./surroundings.ts";
import type { Template } from "./templates.ts";

/** The same templates each time, so that a change is judged by what it changes; CORS_LINT_RUNS=5000 and another CORS_LINT_SEED for a long night. */
const options = { numRuns: Number(process.env["CORS_LINT_RUNS"] ?? 200), seed: Number(process.env["CORS_LINT_SEED"] ?? 20_261_129) };
const TIMEOUT = Math.max(30_000, options.numRuns * 200);

const jsonOf = (data: Template): string => JSON.stringify(data, null, 2);
const yamlOf = (data: Template): string => stringify(data, { version: "1.1", aliasDuplicateObjects: false });

function property(name: string, check: (data: Template) => void): void {
  it(name, () => fc.assert(fc.property(anyTemplate, check), options), TIMEOUT);
}

/** Rules that say what is missing for browsers: what a template of services lacks by right. The others name contradictions, and what AWS refuses. */
const aboutBrowsers: ReadonlySet<string> = new Set(allRules.filter(({ id, meta }) => meta.category === "preflight" || meta.category === "responses" || id === "request-blocked").map(({ id }) => id));

describe("no blocked request stays silent (design notes, idea 7)", () => {
  property("a clean run means that every predicted request is allowed or cannot be told", (data) => {
    const template = templateIn(jsonOf(data));
    if (findingsIn(template).length > 0) return;
    const refused = predictionsFor(template).filter(({ route, blocked }) => route.intent.kind !== "service" && blocked.length > 0);
    expect(refused.map(({ route, scenario, blocked }) => `${route.method} ${route.path} [${scenario}] ${blocked.join("; ")}`)).toEqual([]);
  });

  property("a predicted failure means a finding that names the route, or its API", (data) => {
    const template = templateIn(jsonOf(data));
    const findings = findingsIn(template);
    const silent = predictionsFor(template).filter(({ api, route, blocked }) => {
      if (route.intent.kind === "service" || blocked.length === 0) return false;
      return !findings.some((finding) => finding.routes.some((named) => named.api === api.name && named.method === route.method && named.path === route.path) || (finding.routes.length === 0 && finding.resource === api.id));
    });
    expect(silent.map(({ route, scenario, blocked }) => `${route.method} ${route.path} [${scenario}] ${blocked.join("; ")}`)).toEqual([]);
  });
});

describe("one prediction speaks for many routes", () => {
  property("requests to paths of one likeness are all blocked, or none is", (data) => {
    const template = templateIn(jsonOf(data));
    const outcomes = new Map<string, Set<boolean>>();
    for (const { api, route, scenario } of predictionsFor(template)) {
      for (const { request } of route.browserRequests) {
        const likeness = api.server.likeness?.(request.method, request.path);
        if (likeness === undefined) continue;
        const key = JSON.stringify([api.id, scenario, { ...request, path: likeness }]);
        outcomes.set(key, (outcomes.get(key) ?? new Set()).add(predictFetch(api.server, request).outcome === "blocked"));
      }
    }
    expect([...outcomes].filter(([, each]) => each.size > 1).map(([key]) => key)).toEqual([]);
  });
});

describe("what services call stays quiet (design notes, idea 6)", () => {
  property("no error says what browsers miss on a route for services alone, unless the API has some CORS that contradicts itself", (data) => {
    const template = templateIn(jsonOf(data));
    const nameOf = ({ api, route }: Prediction): string => `${api.name} ${route.method} ${route.path}`;
    const isQuiet = ({ api, route }: Prediction): boolean => route.intent.kind === "service" && api.corsBlocks.length === 0 && !api.routes.some(({ isOptions }) => isOptions);
    const predictions = predictionsFor(template);
    const others = new Set(predictions.filter((prediction) => !isQuiet(prediction)).map(nameOf));
    const quiet = new Set(predictions.filter(isQuiet).map(nameOf).filter((name) => !others.has(name)));
    const isAboutQuietRoutes = ({ routes }: Finding): boolean => routes.length > 0 && routes.every(({ api, method, path }) => quiet.has(`${api} ${method} ${path}`));
    const loud = findingsIn(template).filter((finding) => finding.severity === "error" && aboutBrowsers.has(finding.rule) && isAboutQuietRoutes(finding));
    expect(loud.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});

describe("the same template is judged the same", () => {
  property("as YAML and as JSON", (data) => {
    expect(essenceOf(findingsIn(templateIn(yamlOf(data), "template.yaml")))).toEqual(essenceOf(findingsIn(templateIn(jsonOf(data)))));
  });

  property("with its resources in another order, other white space, and comments", (data) => {
    const turned: Template = { ...data, Resources: Object.fromEntries(Object.entries(data.Resources).reverse()) };
    const spread = yamlOf(turned).replaceAll(/^(?<indent> *)(?=\S+:)/gmu, "$<indent># a comment\n\n$<indent>");
    expect(subjectsOf(findingsIn(templateIn(spread, "template.yaml")))).toEqual(subjectsOf(findingsIn(templateIn(JSON.stringify(data)))));
  });

  it("the second time", () => {
    fc.assert(fc.property(anyTemplate, (data) => {
      const template = templateIn(jsonOf(data));
      expect(findingsIn(template)).toEqual(findingsIn(templateIn(jsonOf(data))));
    }), { ...options, numRuns: Math.ceil(options.numRuns / 4) });
  }, TIMEOUT);
});

describe("nothing is a defect of ours", () => {
  property("lint never throws and finds no internal error", (data) => {
    expect(findingsIn(templateIn(jsonOf(data))).filter(({ rule }) => rule === "internal-error").map(({ message }) => message)).toEqual([]);
  });
});
