import type { Blocked, FetchRequest } from "../fetch/index.ts";
import type { Place, Tri } from "../source/index.ts";
import type { AwsCause } from "./model.ts";

/** What a policy before a route does about CORS, and says of the pages that call it. */
export interface AddedHeaders {
  /** Pages that it names one by one. */
  readonly origins: readonly string[];
  readonly allowsCredentials: Tri;
  /** `yes`: its headers replace those of the route, header by header; `no`: those of the route stay. */
  readonly override: Tri;
  readonly overridePlace: Place;
}

/** An answer that a cache gives without asking what stands behind it. */
export interface SharedCopy {
  readonly request: FetchRequest;
  /** The page that it was made for; `undefined`: a request without Origin. */
  readonly madeFor: string | undefined;
  readonly verdict: Blocked<AwsCause>;
  /** What decides by which headers copies are told apart. */
  readonly place: Place;
}
