import type { AwsCause, Route } from "../aws/index.ts";
import type { Blocked, CorsError } from "../fetch/index.ts";
import type { Report, Rule } from "./types.ts";

/** What reports say of one route, or of the whole API. */
interface Account {
  all: boolean;
  readonly errors: Set<CorsError>;
  readonly refusals: Set<string>;
}

/** Which refusals of a browser the reports of one API in one scenario account for. Lookups do not grow with the number of reports. */
export class Explanations {
  readonly #verdicts = new Set<Blocked<AwsCause>>();
  readonly #ofApi = newAccount();
  readonly #ofRoute = new Map<Route, Account>();
  /** Accounts of OPTIONS methods, by path. */
  readonly #ofPreflight = new Map<string, Account>();

  /** Takes note of a report about `routes`; none: about the whole API. */
  add(rule: Rule, report: Report, routes: readonly Route[]): void {
    if (report.verdict) this.#verdicts.add(report.verdict);
    // A report that names its routes and finds none blocked by it explains nothing.
    if (routes.length === 0 && report.routes === undefined) extend(this.#ofApi, rule, report);
    for (const route of routes) {
      extend(accountIn(this.#ofRoute, route), rule, report);
      if (route.isOptions) extend(accountIn(this.#ofPreflight, route.path), rule, report);
    }
  }

  /**
   * Has a report said why this request is blocked? Either it names this very verdict, or it speaks for the route, its preflight or the
   * whole API, and its rule explains this reason.
   */
  explain(route: Route, verdict: Blocked<AwsCause>): boolean {
    if (this.#verdicts.has(verdict)) return true;
    const answering = verdict.exchange === "preflight" ? preflightRoute(verdict.response.cause) : undefined;
    const accounts = [
      this.#ofApi,
      this.#ofRoute.get(route),
      verdict.exchange === "preflight" ? this.#ofPreflight.get(route.path) : undefined,
      answering && this.#ofRoute.get(answering),
    ];
    const refusals = refusalsOf(verdict);
    return accounts.some((account) => account !== undefined && (account.all || account.errors.has(verdict.error) || refusals.some((refusal) => account.refusals.has(refusal))));
  }
}

function newAccount(): Account {
  return { all: false, errors: new Set(), refusals: new Set() };
}

function accountIn<Key>(accounts: Map<Key, Account>, key: Key): Account {
  const account = accounts.get(key) ?? newAccount();
  accounts.set(key, account);
  return account;
}

function extend(account: Account, rule: Rule, report: Report): void {
  if (report.explainsAll) account.all = true;
  if (report.verdict) for (const refusal of refusalsOf(report.verdict)) account.refusals.add(refusal);
  for (const error of report.explains ?? rule.meta.explains ?? []) account.errors.add(error);
}

/** The OPTIONS method that gave the refused answer: what is wrong there is wrong for each route behind it. */
function preflightRoute(cause: AwsCause): Route | undefined {
  const route = answeringRoute(cause);
  return route?.isOptions ? route : undefined;
}

function answeringRoute(cause: AwsCause): Route | undefined {
  switch (cause.kind) {
    case "mapped-response":
      return cause.response.method.route;
    case "function":
    case "backend":
      return cause.route;
    case "gateway":
      return cause.obstacle.route;
    case "cors-configuration":
    case "unknown":
      return undefined;
  }
}

/**
 * Two refusals that share one are the same to a reader: the same reason at the same step about the same value, or preflights that the same
 * obstacle keeps from the method behind it, whatever the gateway's answer lacks besides.
 */
function refusalsOf(verdict: Blocked<AwsCause>): readonly string[] {
  const { step, error, detail, exchange, response } = verdict;
  const reason = `${step} ${error} ${detail ?? ""}`;
  if (exchange !== "preflight" || response.cause.kind !== "gateway") return [reason];
  const { kind, what } = response.cause.obstacle;
  return [reason, `obstacle ${kind} ${what}`];
}
