import type { Finding, RouteName } from "../../linter/index.ts";
import type { RunReport, RouteReport } from "../../report/index.ts";

/** Names of places in the page: numbers, so that no text of a template is among them. */
export class Anchors {
  readonly #routes = new Map<RouteReport, string>();
  readonly #byName = new Map<string, RouteReport>();
  readonly #findings: ReadonlyMap<Finding, string>;
  readonly #ofRoute = new Map<RouteReport, Finding[]>();

  constructor(report: RunReport | undefined, findings: readonly Finding[]) {
    for (const api of report?.apis ?? []) {
      for (const route of api.routes) {
        this.#routes.set(route, `r${this.#routes.size + 1}`);
        for (const name of api.names) this.#byName.set(keyOf({ ...route, api: name }), route);
      }
    }
    this.#findings = new Map(findings.map((finding, index) => [finding, `f${index + 1}`]));
    for (const finding of findings) {
      for (const name of finding.routes) {
        const route = this.routeOf(name);
        if (route) this.#ofRoute.set(route, [...(this.#ofRoute.get(route) ?? []), finding]);
      }
    }
  }

  ofRoute(route: RouteReport): string {
    return this.#routes.get(route) ?? "routes";
  }

  ofFinding(finding: Finding): string {
    return this.#findings.get(finding) ?? "findings";
  }

  /** The route that a finding names, where the page shows it. */
  routeOf(name: RouteName): RouteReport | undefined {
    return this.#byName.get(keyOf(name));
  }

  findingsOf(route: RouteReport): readonly Finding[] {
    return this.#ofRoute.get(route) ?? [];
  }
}

function keyOf({ api, method, path }: RouteName): string {
  return JSON.stringify([api, method, path]);
}
