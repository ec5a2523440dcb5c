import type { Api, AwsCause, Route } from "../aws/index.ts";
import type { Blocked, Verdict } from "../fetch/index.ts";
import type { Place } from "../source/index.ts";

/** One API in one scenario, as two versions of a template have it. What `cors-lint diff` hands to rules. */
export interface ApiChange {
  readonly before: Api;
  readonly after: Api;
  /** Requests of browsers that the old version let through and the new one blocks, those with one reason together. */
  readonly regressions: readonly Regression[];
  /** Deployments that go on serving an old snapshot while something that they would take has changed. */
  readonly stale: readonly StaleDeployment[];
}

export interface Regression {
  /** `blocked`: the route is there, and the browser refuses. `gone`: nothing serves the request any more. */
  readonly kind: "blocked" | "gone";
  /** `no`: the old version passed the step at which the new one fails, but whether the page could read the response is not known. */
  readonly wasAllowed: "yes" | "no";
  /** Routes as findings name them; of what is gone, those of the old version. */
  readonly routes: readonly Route[];
  /** `GET /users`, in the order of the template. */
  readonly calls: readonly string[];
  readonly origins: readonly string[];
  /** What sets the requests apart: `with credentials`, `with the header x-trace`; empty for what every page sends. */
  readonly manner: string;
  /** The old version let pages send such requests; nothing shows that one does. */
  readonly isAssumed: boolean;
  /** Absent where the browser's verdict on what is gone cannot be told. */
  readonly verdict: Blocked<AwsCause> | undefined;
  /** The smallest place of the new version that decides it. */
  readonly place: Place;
  /** What let the request through, in the old version. */
  readonly allowedBy: Place | undefined;
}

export interface StaleDeployment {
  /** Logical id of the deployment. */
  readonly id: string;
  readonly place: Place;
  /** The stage that serves it, as a person reads it; `undefined` where none is in view. */
  readonly stage: string | undefined;
  /** What does not go live, in the order of the template. */
  readonly changes: readonly SnapshotChange[];
  /** The SAM resource that it was made for: nobody can give it another id. */
  readonly madeFor: string | undefined;
  /** Why it is not certain: phrases that complete "unless …" or "though …". Absent: it is. */
  readonly doubt: StaleDoubt | undefined;
}

export interface StaleDoubt {
  /** `unconfirmed`: AWS does not say whether this change waits for a deployment. `elsewhere`: something else may deploy it. */
  readonly kind: "unconfirmed" | "elsewhere";
  readonly why: string;
}

/** A part of the API that a snapshot would take. */
export interface SnapshotChange {
  /** Logical id of its resource. */
  readonly id: string;
  /** As the subject of a sentence: `the method PostUsers`. */
  readonly what: string;
  readonly how: "added" | "changed" | "removed";
  /** Another parameter brings a value in: nobody can tell whether it is another value. */
  readonly isCertain: boolean;
  /** In the new version; of what was removed, in the old one. */
  readonly place: Place;
}

/** What became of requests of a kind: a row of the table that `cors-lint diff` prints. */
export interface CallChange {
  readonly api: string;
  readonly method: string;
  /** As the template writes it. */
  readonly path: string;
  readonly origins: readonly string[];
  /** See {@link Regression.manner}. */
  readonly manner: string;
  readonly kind: "regression" | "unclear" | "fixed" | "new";
  readonly before: CallState;
  readonly after: CallState;
  /** Labels of the scenarios in which it holds; empty: in all. */
  readonly scenarios: readonly string[];
  /** `no`: the change is in the new template, and no deployment takes it live. */
  readonly goesLive: "yes" | "no";
}

export interface CallState {
  readonly outcome: Verdict["outcome"] | "no-route";
  /** A few words: `blocked: the preflight has no Access-Control-Allow-Origin`. */
  readonly text: string;
}
