import type { Api, Route } from "../aws/index.ts";
import type { Edit, Fix, Place } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import type { Finding, Related, Report, RouteName, Rule, Severity } from "./types.ts";

const MAX_RELATED = 3;

/** A message with its data put in. A placeholder without data stays visible: a defect of the rule, not of the template. */
export function messageOf(rule: Rule, report: Report): string {
  const text = Object.hasOwn(rule.meta.messages, report.message) ? rule.meta.messages[report.message] : undefined;
  if (text === undefined) throw new TypeError(`the rule ${rule.id} has no message ${report.message}`);
  const data = report.data ?? {};
  return text.replace(/\{\{(\w+)\}\}/gu, (whole, name: string) => (Object.hasOwn(data, name) ? (data[name] ?? whole) : whole));
}

/**
 * A report, completed. `routes`, `scenarios` and `assumptions` are filled in by {@link Findings} and the run. What stands in the source of a
 * function is about the function, whichever routes lead to it.
 */
export function findingFrom(rule: Rule, severity: Severity, report: Report, template: Template, api: Api | undefined, routes: readonly Route[], functionId?: string): Finding {
  const owner = [functionId, api?.id].find((id) => id !== undefined && template.resources.has(id));
  const resource = resourceOf(report.at, template) ?? owner;
  const ofFunction = functionId === undefined ? undefined : template.resources.get(functionId)?.constructPath;
  // A person edits the construct that the place is of, which need not be the route's: `corsPreflight` stands at the API.
  const constructPath = constructPathAt(report.at, resource, template) ?? ofFunction ?? routes[0]?.constructPath ?? api?.constructPath;
  return {
    rule: rule.id,
    severity,
    message: messageOf(rule, report),
    at: report.at,
    related: relatedOf(report, constructPath, template),
    help: report.help ?? rule.meta.help,
    resource,
    constructPath,
    route: routes[0] && routeName(routes[0]),
    routes: routes.map(routeName),
    scenarios: [],
    assumptions: [],
    browserMessage: report.verdict?.browserMessage,
    fix: report.fix,
  };
}

/** The note of the place that {@link relatedOf} adds. */
export const CREATED = "this line creates the construct";

/** What the rule names, and the line of the program that created the construct, which is where a person edits. */
function relatedOf(report: Report, constructPath: string | undefined, template: Template): readonly Related[] {
  const created = constructPath === undefined ? undefined : template.createdAt?.(constructPath);
  const said = report.related ?? [];
  return created === undefined ? said.slice(0, MAX_RELATED) : [...said.slice(0, MAX_RELATED - 1), { place: created, note: CREATED }];
}

function routeName(route: Route): RouteName {
  return { api: route.api.name, method: route.method, path: route.path };
}

/** The logical id under which a place stands in the template, or the nested one, as it was written. */
function resourceOf(place: Place, template: Template): string | undefined {
  if (place.file.name !== template.name && !template.nestedFiles.includes(place.file.name)) return undefined;
  const [section, id] = place.path;
  return section === "Resources" && typeof id === "string" ? id : undefined;
}

/** The construct that a resource is made of. Those of nested stacks are called `Stack.Id`; of two uses of one file the first counts. */
function constructPathAt(place: Place, resource: string | undefined, template: Template): string | undefined {
  if (resource === undefined) return undefined;
  if (place.file.name === template.name) return template.resources.get(resource)?.constructPath;
  for (const { id, place: at, constructPath } of template.resources.values()) {
    if (constructPath !== undefined && at.segment === resource && (id === resource || id.endsWith(`.${resource}`)) && at.file.name === place.file.name) return constructPath;
  }
  return undefined;
}

/** What makes two findings one. */
export function identityOf(finding: Finding): string {
  return `${finding.rule}\n${finding.severity}\n${finding.at.id}\n${finding.message}`;
}

/** The fix of a finding that several reports made: what each of them asks for, where they ask for the same thing at different places. */
export function fixTogether(one: Fix | undefined, other: Fix | undefined): Fix | undefined {
  if (!one || !other || one.title !== other.title) return one ?? other;
  const there = new Set(one.edits.map(editId));
  const more = other.edits.filter((edit) => !there.has(editId(edit)));
  return more.length === 0 ? one : { ...one, applicability: one.applicability === "safe" ? other.applicability : "unsafe", edits: [...one.edits, ...more] };
}

/** What an edit is about; another value for it, as in another scenario, does not go together with it. */
function editId(edit: Edit): string {
  return `${edit.kind}\n${edit.place.id}\n${edit.kind === "add-entry" ? edit.key : edit.kind === "add-item" ? JSON.stringify(edit.value) : ""}`;
}

/** Routes by name, in the order in which they were met. */
export class RouteNames {
  readonly #byName = new Map<string, RouteName>();

  add(routes: readonly RouteName[]): void {
    for (const route of routes) {
      const name = `${route.api}\n${route.method}\n${route.path}`;
      if (!this.#byName.has(name)) this.#byName.set(name, route);
    }
  }

  get all(): readonly RouteName[] {
    return [...this.#byName.values()];
  }
}
