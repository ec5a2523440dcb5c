import type { Api, AwsCause, Route } from "../aws/index.ts";
import type { Blocked, Step, Verdict } from "../fetch/index.ts";
import type { Regression } from "../linter/index.ts";
import type { Place } from "../source/index.ts";
import { spotOf } from "../linter/assumptions.ts";
import type { ChangedOutcome, Outcome } from "./outcome.ts";

interface Draft extends Omit<Regression, "routes" | "calls" | "origins"> {
  readonly routes: Set<Route>;
  readonly calls: Set<string>;
  readonly origins: Set<string>;
}

/**
 * Regressions with one cause together: the same place of the new version refuses them for the same reason. Of a request that is blocked
 * however it is sent, only the plain one is told.
 */
export function regressionsOf(outcomes: readonly Outcome[], after: Api): readonly Regression[] {
  const drafts = new Map<string, Draft>();
  const told = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.kind !== "regression") continue;
    const { call } = outcome;
    const same = `${call.method} ${call.path} ${call.origin}`;
    if (told.has(same)) continue;
    told.add(same);
    const found = draftOf(outcome, after);
    // In the preflight and in the response it is the same defect.
    const error = found.verdict?.error.replace(/^Preflight/u, "") ?? "";
    const key = [found.kind, found.wasAllowed, found.manner, error, spotOf(found.place)].join("\n");
    const draft = drafts.get(key) ?? found;
    const route = outcome.after.isGone ? call.before.route : (call.after.route ?? call.before.route);
    if (route) draft.routes.add(route);
    draft.calls.add(callText(call.method, call.path));
    draft.origins.add(call.origin);
    drafts.set(key, draft);
  }
  return Array.from(drafts.values(), (draft) => ({ ...draft, routes: [...draft.routes], calls: [...draft.calls], origins: [...draft.origins] }));
}

function callText(method: string, path: string): string {
  return path.startsWith("/") ? `${method} ${path}` : path;
}

function draftOf({ call, before, after }: ChangedOutcome, api: Api): Draft {
  const blocked = after.verdict.outcome === "blocked" ? after.verdict : undefined;
  const header = blocked?.error === "HeaderDisallowedByPreflightResponse" && call.header !== undefined ? (blocked.detail ?? call.header) : call.header;
  const kind = after.isGone ? "gone" : "blocked";
  return {
    kind,
    wasAllowed: before.verdict.outcome === "allowed" ? "yes" : "no",
    manner: header === undefined ? call.manner : `with the header ${header}`,
    isAssumed: header !== undefined && header.toLowerCase() !== "authorization",
    verdict: blocked,
    place: (kind === "blocked" && blocked ? blamedPlace(blocked, call.after.route) : undefined) ?? api.place,
    allowedBy: kind === "gone" ? call.before.route?.place : allowingPlace(before.verdict, blocked),
    routes: new Set(),
    calls: new Set(),
    origins: new Set(),
  };
}

/** The header that was refused; without one the line that answers, or the route that nobody answers for. */
function blamedPlace({ error, evidence, response }: Blocked<AwsCause>, route: Route | undefined): Place | undefined {
  // A CORS configuration that lacks a property: the evidence shows the ones that it has.
  if (response.cause.kind === "cors-configuration" && /Credentials/u.test(error)) return response.cause.block.place.key;
  const written = evidence.find(({ place }) => place !== undefined)?.place;
  const isOwnAnswer = response.cause.kind === "gateway" && response.cause.obstacle.kind === "no-route";
  return written ?? (isOwnAnswer ? route?.place : response.place) ?? route?.place ?? response.place;
}

/** What the old version had at the step at which the new one fails. */
function allowingPlace({ trace }: Verdict<AwsCause>, blocked: Blocked<AwsCause> | undefined): Place | undefined {
  const step = trace.find(({ name }) => name === blocked?.step);
  const credentials = /Credentials/u.test(blocked?.error ?? "") ? step?.evidence.find(({ what }) => /credentials/iu.test(what))?.place : undefined;
  const asked = trace.find(({ name, exchange }) => exchange === blocked?.exchange && (name === "preflight-request" || name === "actual-request"));
  return credentials ?? placeIn(step) ?? placeIn(asked);
}

function placeIn(step: Step<AwsCause> | undefined): Place | undefined {
  return step?.evidence.find(({ place }) => place !== undefined)?.place ?? step?.responses?.[0]?.place;
}
