import { handlersOf } from "../aws/handlers/index.ts";
import type { Api, Route } from "../aws/index.ts";
import type { Template } from "../template/index.ts";
import type { Report, Rule, RuleContext } from "./types.ts";

/** Calls of hooks, each with the route its subject belongs to. */
export interface Visit {
  readonly rule: Rule;
  /** What the hook was given, for `internal-error`: `the route POST /users`. */
  readonly subject: string;
  /** The route of what the hook was given: a report that names no route is about this one. */
  readonly route: Route | undefined;
  /** The hook's own generator: nothing runs until it is read. */
  readonly reports: () => Iterable<Report>;
}

/** Each rule's hook for the template as a whole. */
export function* visitsOfTemplate(template: Template, rules: readonly Rule[]): Generator<Visit> {
  for (const rule of rules) {
    if (rule.template) yield { rule, subject: `the template ${template.name}`, route: undefined, reports: () => rule.template?.(template) ?? [] };
  }
}

/** Every hook of every rule for one API in one scenario, in the order of the model. */
export function* visitsOfApi(api: Api, rules: readonly Rule[], context: RuleContext): Generator<Visit> {
  for (const rule of rules) {
    if (rule.api) yield { rule, subject: `the API ${api.id}`, route: undefined, reports: () => rule.api?.(api, context) ?? [] };
  }
  const ofRoutes = rules.filter((rule) => rule.route);
  for (const route of ofRoutes.length > 0 ? api.routes : []) {
    const subject = `the route ${route.method} ${route.path}`;
    for (const rule of ofRoutes) yield { rule, subject, route, reports: () => rule.route?.(route, context) ?? [] };
  }
  const ofSettings = rules.filter((rule) => rule.setting);
  for (const setting of ofSettings.length > 0 ? api.settings : []) {
    const subject = `the setting ${setting.property} of ${api.id}`;
    for (const rule of ofSettings) yield { rule, subject, route: setting.route, reports: () => rule.setting?.(setting, context) ?? [] };
  }
  const ofBlocks = rules.filter((rule) => rule.block);
  for (const block of ofBlocks.length > 0 ? api.corsBlocks : []) {
    const subject = `the CORS configuration of ${api.id}`;
    for (const rule of ofBlocks) yield { rule, subject, route: undefined, reports: () => rule.block?.(block, context) ?? [] };
  }
  const ofHandlers = rules.filter((rule) => rule.handler);
  for (const use of ofHandlers.length > 0 ? handlersOf(api) : []) {
    for (const rule of ofHandlers) yield { rule, subject: `the source of ${use.functionId}`, route: undefined, reports: () => rule.handler?.(use, context) ?? [] };
  }
  if (api.kind !== "rest") return;

  const ofMappings = rules.filter((rule) => rule.mapping);
  for (const mapping of ofMappings.length > 0 ? api.mappings : []) {
    const subject = `the mapping ${mapping.key} of ${api.id}`;
    const route = "method" in mapping.response ? mapping.response.method.route : undefined;
    for (const rule of ofMappings) yield { rule, subject, route, reports: () => rule.mapping?.(mapping, context) ?? [] };
  }
  const ofResponses = rules.filter((rule) => rule.response);
  for (const method of ofResponses.length > 0 ? api.methods : []) {
    const { route } = method;
    const subject = `a response of ${route.method} ${route.path}`;
    for (const response of method.responses) {
      for (const rule of ofResponses) yield { rule, subject, route, reports: () => rule.response?.(response, context) ?? [] };
    }
  }
}
