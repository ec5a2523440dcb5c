import type { Place } from "../../source/index.ts";
import { describe } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import type { Api } from "../model.ts";
import { edgeHeadersOf, type EdgeHeaders } from "./edge-headers.ts";
import { forwardingOf, type Forwarding } from "./forwarding.ts";
import { originsOf, type EdgeOrigin } from "./origin.ts";

/** A cache behavior of a distribution. */
export interface Behavior {
  /** Absent for the default one. */
  readonly pattern: View;
  /** As a person calls it: `/api/*`. */
  readonly name: string;
  readonly place: Place;
  readonly methods: AllowedMethods;
  readonly forwarding: Forwarding;
  /** Methods whose answers are kept, where any are. */
  readonly keptMethods: readonly string[];
  readonly headers: EdgeHeaders;
  /** Code that runs at the edge may answer, or change any header. */
  readonly runsCode: boolean;
  /** The API or bucket of the template that it leads to. */
  readonly origin: EdgeOrigin | undefined;
}

export interface AllowedMethods {
  /** `undefined`: not known. */
  readonly names: readonly string[] | undefined;
  readonly isWritten: boolean;
  readonly place: Place;
}

/** C4, C5: what a behavior takes without `AllowedMethods`, and what of it is kept without `CachedMethods`. */
const READS: readonly string[] = ["GET", "HEAD"];

/** The behaviors in the order in which CloudFront tries them; the default one comes last. */
export function behaviorsOf(api: Api, world: World, config: View, apis: ReadonlyMap<string, Api>): { readonly behaviors: readonly Behavior[]; readonly hasOtherOrigins: boolean } {
  const origins = originsOf(world, config, apis);
  const others = config.get("CacheBehaviors");
  const views = [...others.items(), config.get("DefaultCacheBehavior")].filter((view) => view.kind === "map");
  const behaviors = views.map((view): Behavior => {
    const pattern = view.get("PathPattern");
    return {
      pattern,
      name: pattern.kind === "absent" ? "/*" : withSlash(describe(pattern.text())),
      place: pattern.kind === "absent" ? view.place.key : pattern.place,
      methods: allowedMethods(view),
      forwarding: forwardingOf(world, view),
      keptMethods: view.get("CachedMethods").items().some((item) => item.known()?.toUpperCase() === "OPTIONS") ? [...READS, "OPTIONS"] : READS,
      headers: edgeHeadersOf(world, view, api),
      runsCode: ["FunctionAssociations", "LambdaFunctionAssociations"].some((name) => isFilled(view.get(name))),
      origin: origins.get(view.get("TargetOriginId")),
    };
  });
  return { behaviors, hasOtherOrigins: origins.hasOthers };
}

function withSlash(pattern: string): string {
  return pattern.startsWith("/") ? pattern : `/${pattern}`;
}

function allowedMethods(view: View): AllowedMethods {
  const methods = view.get("AllowedMethods");
  if (methods.kind === "absent") return { names: READS, isWritten: false, place: view.place.key };
  const names = methods.kind === "list" ? methods.items().map((item) => item.known()?.toUpperCase()) : [undefined];
  return { names: names.every((name) => name !== undefined) ? names : undefined, isWritten: true, place: methods.place };
}

function isFilled(view: View): boolean {
  return view.kind !== "absent" && !(view.kind === "list" && view.items().length === 0);
}
