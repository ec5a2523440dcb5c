import { allRules } from "../../rules/index.ts";
import { apisOf } from "../../src/aws/apis.ts";
import type { Api, Route } from "../../src/aws/index.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import { lint } from "../../src/linter/lint.ts";
import type { Finding } from "../../src/linter/types.ts";
import { loadTemplate } from "../../src/template/load.ts";
import type { Template } from "../../src/template/types.ts";

/** The template in a text. */
export function templateIn(text: string, name = "template.json"): Template {
  const template = loadTemplate({ name, bytes: new TextEncoder().encode(text) }, { parameters: new Map() });
  if ("notATemplate" in template) throw new Error(template.notATemplate);
  return template;
}

export function findingsIn(template: Template): readonly Finding[] {
  return lint([template], allRules).findings;
}

export interface Prediction {
  readonly api: Api;
  readonly route: Route;
  readonly scenario: string;
  readonly blocked: readonly string[];
}

/** What browsers are predicted to refuse, route by route, asked of the model and not of the linter. */
export function predictionsFor(template: Template): readonly Prediction[] {
  const predictions: Prediction[] = [];
  for (const outline of apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      const api = outline.build(template.world(scenario));
      for (const route of api?.routes ?? []) {
        if (!api || route.isOptions) continue;
        const blocked = route.browserRequests.flatMap(({ kind, request }) => {
          const verdict = predictFetch(api.server, request);
          return verdict.outcome === "blocked" ? [`${kind} ${request.method} ${request.path} from ${request.origin}: ${verdict.error} in the ${verdict.exchange} (${verdict.response.answeredBy})`] : [];
        });
        predictions.push({ api, route, scenario: scenario.label, blocked });
      }
    }
  }
  return predictions;
}

/** What is said, without places: what must not change when the same template is written in another way. */
export function essenceOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, severity, routes, scenarios }) => `${severity} ${rule} ${routes.map(({ api, method, path }) => `${api} ${method} ${path}`).sort().join(", ")} ${[...scenarios].sort().join(", ")}`).sort();
}

/** Which rules speak of which routes: what is left where the wording, and so what is one finding, rests on the first of several. */
export function subjectsOf(findings: readonly Finding[]): readonly string[] {
  const subjects = findings.flatMap(({ rule, severity, routes }) => (routes.length === 0 ? [`${severity} ${rule}`] : routes.map(({ api, method, path }) => `${severity} ${rule} ${api} ${method} ${path}`)));
  return [...new Set(subjects)].sort();
}
