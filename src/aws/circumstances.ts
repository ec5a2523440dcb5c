import type { Place, Tri, Value } from "../source/index.ts";

/** What a person says of an API or a path of it in the configuration, each with the line. `isDefault`: said of all APIs alike. */
export interface Declaration {
  readonly clients?: { readonly kind: "browser" | "service"; readonly place: Place; readonly isDefault: boolean } | undefined;
  /** Exactly the pages that call it, as browsers serialize their origins. */
  readonly origins?: { readonly values: readonly string[]; readonly place: Place; readonly isDefault: boolean } | undefined;
  readonly credentials?: { readonly value: boolean; readonly place: Place } | undefined;
  /** Headers that the pages set, in lower case. */
  readonly requestHeaders?: readonly { readonly name: string; readonly place: Place }[] | undefined;
}

/** Whether browsers are meant to call it (failure-modes, section 5). */
export interface Intent {
  readonly kind: "browser" | "service" | "unknown";
  readonly score: number;
  /** The strongest first. */
  readonly evidence: readonly IntentEvidence[];
}

export interface IntentEvidence {
  /** Reads on from a place: `this OPTIONS method shows that browsers are meant to call it`. */
  readonly note: string;
  readonly weight: number;
  readonly place: Place;
}

/** Whether clients reach what the template defines (1.11, 2.6). */
export interface Deployment {
  /** `yes`: some deployment and stage serve it. `no`: none in view, and nothing out of view could. */
  readonly live: Tri;
  readonly stages: readonly { readonly name: Value; readonly place: Place }[];
  readonly why: string;
  readonly place: Place;
  /** Deployments of a REST API that the template defines itself. */
  readonly snapshots: readonly Snapshot[];
  /** Methods and gateway responses beside an API of SAM, which no deployment in view waits for or is renewed for. Absent: none. */
  readonly detached?: readonly DetachedPart[];
}

/** SAM hashes what stands in the API itself into the id of its deployment; a resource of its own is no part of that (failure mode F64). */
export interface DetachedPart {
  /** Logical id of the method or gateway response. */
  readonly id: string;
  readonly what: "method" | "gateway response";
  readonly place: Place;
  /** The SAM resource that the API was made from. */
  readonly api: { readonly id: string; readonly place: Place };
}

/** What a deployment takes is what exists when it is created (D1, D4). */
export interface Snapshot {
  /** Logical id of the deployment. */
  readonly id: string;
  /** Its `DependsOn`; where it has none, its logical id. */
  readonly place: Place;
  /** Methods and gateway responses that it does not wait for: the logical id and where that stands. */
  readonly missing: readonly { readonly id: string; readonly place: Place }[];
}
