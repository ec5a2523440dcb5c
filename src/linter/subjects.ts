import { handlersOf } from "../aws/handlers/index.ts";
import type { Api, Route } from "../aws/index.ts";
import type { Template } from "../template/index.ts";
import type { Report, Rule, RuleContext } from "./types.ts";

/** A part of the model, and the rules that have a hook for such parts. */
export interface Visit {
  /** What the hooks are given, for `internal-error`: `the route POST /users`. */
  readonly subject: string;
  /** The route it belongs to: a report that names no route is about this one. */
  readonly route: Route | undefined;
  readonly rules: readonly Rule[];
  /** The function whose source the hooks are given. */
  readonly functionId?: string;
  /** The hook's own generator: nothing runs until it is read. */
  readonly reports: (rule: Rule) => Iterable<Report>;
}

/** The template as a whole. */
export function visitOfTemplate(template: Template, rules: readonly Rule[]): Visit {
  return { subject: `the template ${template.name}`, route: undefined, rules: rules.filter((rule) => rule.template), reports: (rule) => rule.template?.(template) ?? [] };
}

/** Every part of one API in one scenario that some rule has a hook for, in the order of the model. */
export function* visitsOfApi(api: Api, rules: readonly Rule[], context: RuleContext): Generator<Visit> {
  const ofApis = rules.filter((rule) => rule.api);
  yield { subject: `the API ${api.id}`, route: undefined, rules: ofApis, reports: (rule) => rule.api?.(api, context) ?? [] };

  const ofRoutes = rules.filter((rule) => rule.route);
  for (const route of ofRoutes.length > 0 ? api.routes : []) {
    yield { subject: `the route ${route.method} ${route.path}`, route, rules: ofRoutes, reports: (rule) => rule.route?.(route, context) ?? [] };
  }
  const ofSettings = rules.filter((rule) => rule.setting);
  for (const setting of ofSettings.length > 0 ? api.settings : []) {
    yield { subject: `the setting ${setting.property} of ${api.id}`, route: setting.route, rules: ofSettings, reports: (rule) => rule.setting?.(setting, context) ?? [] };
  }
  const ofBlocks = rules.filter((rule) => rule.block);
  for (const block of ofBlocks.length > 0 ? api.corsBlocks : []) {
    yield { subject: `the CORS configuration of ${api.id}`, route: undefined, rules: ofBlocks, reports: (rule) => rule.block?.(block, context) ?? [] };
  }
  const ofHandlers = rules.filter((rule) => rule.handler);
  for (const use of ofHandlers.length > 0 ? handlersOf(api) : []) {
    yield { subject: `the source of ${use.functionId}`, route: undefined, functionId: use.functionId, rules: ofHandlers, reports: (rule) => rule.handler?.(use, context) ?? [] };
  }
  if (api.kind !== "rest") return;

  const ofMappings = rules.filter((rule) => rule.mapping);
  for (const mapping of ofMappings.length > 0 ? api.mappings : []) {
    const route = "method" in mapping.response ? mapping.response.method.route : undefined;
    yield { subject: `the mapping ${mapping.key} of ${api.id}`, route, rules: ofMappings, reports: (rule) => rule.mapping?.(mapping, context) ?? [] };
  }
  const ofResponses = rules.filter((rule) => rule.response);
  for (const { route, responses } of ofResponses.length > 0 ? api.methods : []) {
    const subject = `a response of ${route.method} ${route.path}`;
    for (const response of responses) yield { subject, route, rules: ofResponses, reports: (rule) => rule.response?.(response, context) ?? [] };
  }
}
