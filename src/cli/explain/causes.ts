import { matchesGlob } from "../../aws/glob.ts";
import type { AwsCause, Route } from "../../aws/model.ts";
import { type FetchRequest, predictFetch, type Verdict } from "../../fetch/index.ts";
import type { Finding, RouteName, Rule } from "../../linter/types.ts";
import type { ApiView } from "../../report/views.ts";
import { urlFrom } from "../../source/url.ts";
import { type Message, messagesIn } from "./recognize.ts";

/** The findings that cause a message: those that predict it word for word, else those whose rule explains it. */
export function findingsFor(message: Message, findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const here = findings.filter((finding) => concerns(message, finding));
  const ids = new Set(rules.map(({ id }) => id));
  const said = here.filter((finding) => finding.browserMessage !== undefined && messagesIn(finding.browserMessage).some(({ errors }) => errors.some((error) => message.errors.includes(error))));
  const found = said.length > 0 ? said : here.filter(({ rule }) => ids.has(rule));
  const details = [message.header, message.method, message.value].filter((detail) => detail !== undefined && detail !== "").map((detail) => String(detail).toLowerCase());
  const named = found.filter((finding) => details.some((detail) => `${finding.message} ${finding.browserMessage ?? ""}`.toLowerCase().includes(detail)));
  return named.length > 0 ? named : found;
}

function concerns({ url, method }: Message, { routes }: Finding): boolean {
  if (url === undefined || routes.length === 0) return true;
  return routes.some((route) => servesUrl(route, url) && (method === undefined || route.method === "ANY" || route.method === method));
}

/** A prediction for one route that the message's URL may mean. */
export interface Prediction {
  readonly route: Route;
  readonly view: ApiView;
  readonly request: FetchRequest;
  readonly verdict: Verdict<AwsCause>;
  /** It is the very message. */
  readonly same: boolean;
}

/** What is predicted for the requests that the message may speak of; for each route the one that comes nearest to it. */
export function predictionsFor(message: Message, views: readonly ApiView[]): readonly Prediction[] {
  if (message.errors.length === 0) return [];
  return views.flatMap((view) =>
    view.api.routes.flatMap((route) => {
      if (route.isOptions || (message.url !== undefined && !servesUrl(route, message.url))) return [];
      const requests = route.browserRequests.filter(({ request }) => message.method === undefined || request.method === message.method);
      const predictions = requests.map(({ request }) => predictionOf(view, route, asPasted(request, message), message));
      return predictions.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, 1);
    }),
  );
}

function predictionOf(view: ApiView, route: Route, request: FetchRequest, message: Message): Prediction {
  const verdict = predictFetch(view.api.server, request);
  return { view, route, request, verdict, same: verdict.outcome === "blocked" && message.errors.includes(verdict.error) && (message.header === undefined || verdict.detail === message.header) };
}

function rankOf({ same, verdict }: Prediction): number {
  if (same) return 0;
  return verdict.outcome === "blocked" ? 1 : verdict.outcome === "cannot-tell" ? 2 : 3;
}

function asPasted(request: FetchRequest, { origin, header, errors }: Message): FetchRequest {
  const sent = header === undefined || request.headers.some(([name]) => name === header) || !/^[\w-]+$/u.test(header);
  const includes = errors.some((error) => /Credentials|Wildcard/u.test(error));
  return {
    ...request,
    ...(origin !== undefined && /^[a-z][a-z\d+.-]*:\/\/[^/\s]+$/u.test(origin) && { origin }),
    ...(!sent && { headers: [...request.headers, [header, "value"] as const] }),
    ...(includes && { credentials: "include" }),
  };
}

/** Longer than any that CloudFront takes (8,192 bytes of URL). */
const MAX_PATH = 10_000;

/** May a URL be one of this route? Its path can begin with a stage or a base path, of which the template says nothing. */
export function servesUrl({ path }: Pick<RouteName, "path">, url: string): boolean {
  const asked = pathOf(url);
  if (asked === undefined || !path.startsWith("/")) return true;
  // A cache behavior of CloudFront has a pattern.
  if (path.includes("*")) return matchesGlob(path, asked.slice(0, MAX_PATH));
  const wanted = path.split("/").filter((segment) => segment !== "");
  const given = asked.split("/").filter((segment) => segment !== "");
  return [0, 1].some((skipped) => fits(wanted, given.slice(skipped)));
}

function fits(wanted: readonly string[], given: readonly string[]): boolean {
  const greedy = /^\{[^}]*\+\}$/u.test(wanted.at(-1) ?? "");
  if (greedy ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => /^\{.*\}$/u.test(segment) || segment === given[index]);
}

function pathOf(url: string): string | undefined {
  if (url.startsWith("/")) return url.split(/[?#]/u)[0];
  return urlFrom(url)?.pathname;
}
