import type { Place } from "../../source/index.ts";
import type { Template } from "../../template/index.ts";
import { apisOf } from "../apis.ts";
import type { Route } from "../model.ts";
import { handlerOf } from "./uses.ts";

/** Something about what a function returns that the linter cannot tell, and so says nothing of. */
export interface Unseen {
  /** A sentence without its full stop: `the function CreateUser is not analysed: its code is in an S3 bucket`. */
  readonly text: string;
  readonly place: Place;
}

/** What is not known of the functions that answer for CORS themselves. Never a finding; shown where someone asks. */
export function unseenResponses(template: Template): readonly Unseen[] {
  const unseen = new Map<string, Unseen>();
  for (const outline of apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      for (const route of outline.build(template.world(scenario))?.routes ?? []) {
        for (const one of unseenOf(route)) if (!unseen.has(one.text)) unseen.set(one.text, one);
      }
    }
  }
  return [...unseen.values()];
}

function unseenOf(route: Route): readonly Unseen[] {
  const { api, integration } = route;
  const { functionId, kind, place } = integration;
  if (kind !== "proxy-function" || functionId === undefined || route.intent.kind === "service") return [];
  if (api.kind !== "rest" && api.ownsCors === "yes") return [];
  const handler = handlerOf(api.world, functionId);
  if ("unknown" in handler) return [{ text: `the function ${functionId} is not analysed: ${handler.unknown}`, place }];
  const unknown = handler.analysis.responses.filter(({ allowOrigin }) => allowOrigin === "unknown");
  const [first] = unknown;
  if (!first) return [];
  const reason = first.unlistedHeaders === "absent" ? "its header is not known" : first.unlistedHeaders.unknown;
  const count = unknown.length === 1 ? "one response" : `${unknown.length} responses`;
  return [{ text: `${count} of the function ${functionId} cannot be judged: ${reason}`, place: handler.placeOf(first.site) ?? place }];
}
