import { handlersOf } from "../aws/handlers/index.ts";
import type { Api, Route } from "../aws/index.ts";
import type { Template } from "../template/index.ts";
import type { RuleChoice } from "./severities.ts";
import type { Report, Rule, RuleContext } from "./types.ts";

/** A part of the model, and the rules that have a hook for such parts. */
export interface Visit {
  /** What the hooks are given, for `internal-error`: `the route POST /users`. */
  readonly subject: () => string;
  /** The route it belongs to: a report that names no route is about this one. */
  readonly route: Route | undefined;
  readonly rules: readonly Rule[];
  /** The function whose source the hooks are given. */
  readonly functionId?: string;
  /** The hook's own generator: nothing runs until it is read. */
  readonly reports: (rule: Rule) => Iterable<Report>;
}

/** The template as a whole. */
export function visitOfTemplate(template: Template, choice: RuleChoice): Visit {
  return { subject: () => `the template ${template.name}`, route: undefined, rules: choice.with("template"), reports: (rule) => rule.template?.(template) ?? [] };
}

/** What fails here fails in the rules as well, and is reported there. */
function isRefused(route: Route, { blocked, blockedWithHeader }: RuleContext): boolean {
  try {
    return blocked(route).length > 0 || blockedWithHeader(route) !== undefined;
  } catch {
    return true;
  }
}

/** Every part of one API in one scenario that some rule has a hook for, in the order of the model. */
export function* visitsOfApi(api: Api, choice: RuleChoice, context: RuleContext): Generator<Visit> {
  yield { subject: () => `the API ${api.id}`, route: undefined, rules: choice.with("api", api.kind), reports: (rule) => rule.api?.(api, context) ?? [] };

  const ofRoutes = choice.with("route", api.kind);
  const ofRefusals = choice.with("refused", api.kind);
  for (const route of api.routes) {
    const subject = (): string => `the route ${route.method} ${route.path}`;
    if (ofRoutes.length > 0) yield { subject, route, rules: ofRoutes, reports: (rule) => rule.route?.(route, context) ?? [] };
    if (ofRefusals.length > 0 && isRefused(route, context)) {
      yield { subject, route, rules: ofRefusals, reports: (rule) => rule.refused?.(route, context) ?? [] };
    }
  }
  for (const setting of choice.with("setting", api.kind).length > 0 ? api.settings : []) {
    const rules = choice.aboutSetting(setting.property, api.kind);
    yield { subject: () => `the setting ${setting.property} of ${api.id}`, route: setting.route, rules, reports: (rule) => rule.setting?.(setting, context) ?? [] };
  }
  const ofBlocks = choice.with("block", api.kind);
  for (const block of ofBlocks.length > 0 ? api.corsBlocks : []) {
    yield { subject: () => `the CORS configuration of ${api.id}`, route: undefined, rules: ofBlocks, reports: (rule) => rule.block?.(block, context) ?? [] };
  }
  const ofHandlers = choice.with("handler", api.kind);
  for (const use of ofHandlers.length > 0 ? handlersOf(api) : []) {
    yield { subject: () => `the source of ${use.functionId}`, route: undefined, functionId: use.functionId, rules: ofHandlers, reports: (rule) => rule.handler?.(use, context) ?? [] };
  }
  if (api.kind !== "rest") return;

  const ofMappings = choice.with("mapping", api.kind);
  for (const mapping of ofMappings.length > 0 ? api.mappings : []) {
    if (mapping.problems.length === 0) continue;
    const route = "method" in mapping.response ? mapping.response.method.route : undefined;
    yield { subject: () => `the mapping ${mapping.key} of ${api.id}`, route, rules: ofMappings, reports: (rule) => rule.mapping?.(mapping, context) ?? [] };
  }
  const ofResponses = choice.with("response", api.kind);
  for (const { route, responses } of ofResponses.length > 0 ? api.methods : []) {
    const subject = (): string => `a response of ${route.method} ${route.path}`;
    for (const response of responses) yield { subject, route, rules: ofResponses, reports: (rule) => rule.response?.(response, context) ?? [] };
  }
}
