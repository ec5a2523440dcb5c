import type { FetchRequest, HeaderPair, Verdict } from "../fetch/types.ts";
import type { Place } from "../source/index.ts";
import type { Rank } from "./room.ts";

/** What a run believes of its APIs, made to be looked at: texts and places, without the model behind them. */
export interface RunReport {
  readonly apis: readonly ApiReport[];
  /** All routes, also those that were left out. */
  readonly counts: Readonly<Record<Rank, number>>;
  /** What was left out for want of room, and what could not be made: whole sentences. */
  readonly leftOut: readonly string[];
}

export interface ApiReport {
  /** As a person calls it: its name where that is the same in all scenarios, else the logical id. */
  readonly name: string;
  /** All its names: findings use them. */
  readonly names: readonly string[];
  /** `REST API`, `HTTP API`, … */
  readonly kind: string;
  readonly place: Place;
  /** Whether a stage serves it, and a clause that says why: `the stage prod serves it`; each once, over all scenarios. */
  readonly live: readonly { readonly state: "yes" | "no" | "maybe"; readonly why: string }[];
  /** Pages and scenarios, those together that look the same for each route. */
  readonly columns: readonly (readonly Circumstance[])[];
  readonly routes: readonly RouteReport[];
}

/** Whose page calls, and in which scenario. */
export interface Circumstance {
  readonly origin: string;
  /** `Stage=prod`; empty where there is only one. */
  readonly scenario: string;
}

export type Outcome = Verdict["outcome"];

export interface RouteReport {
  readonly method: string;
  readonly path: string;
  readonly place: Place;
  /** What answers behind it: `Lambda function CreateUser`. */
  readonly integration: string;
  /** Who is meant to call it. */
  readonly intent: "browser" | "service" | "unknown";
  /** What pages need to be let in: `authorizer UserPool`; absent: nothing. */
  readonly authorization: string | undefined;
  /** The worst of its requests; `none` where no page would call it. */
  readonly verdict: Outcome | "none";
  /** One for each column of the API; `undefined`: not asked there. */
  readonly cells: readonly (RouteCells | undefined)[];
  readonly exchanges: readonly ExchangeReport[];
  /** Exchanges that there was no room for. */
  readonly exchangesLeftOut: number;
  readonly errors: readonly ErrorsReport[];
}

/** The three parts of a call at a glance. */
export interface RouteCells {
  readonly preflight: Cell;
  readonly response: Cell;
  readonly errors: Cell;
}

export interface Cell {
  /** `hidden`: errors that the page cannot read. `none`: there are none. */
  readonly state: "passes" | "blocked" | "cannot-tell" | "hidden" | "not-needed" | "never-sent" | "none";
  /** What is to be said beside it, in a few words; may be empty. */
  readonly note: string;
}

/** One request of a page, from the first question to the verdict. */
export interface ExchangeReport {
  /** Where it goes the same way, but for the origin's name. */
  readonly circumstances: readonly Circumstance[];
  readonly request: FetchRequest;
  readonly outcome: Outcome;
  /** What follows for the page, as a sentence. */
  readonly conclusion: string;
  /** What DevTools prints, where it is blocked. */
  readonly browserMessage: string | undefined;
  /** For want of what nobody can tell. */
  readonly reasons: readonly string[];
  /** Who answers: `API Gateway`, `CloudFront`, … */
  readonly front: Party;
  /** Who stands behind, if anybody does. */
  readonly behind: Party | undefined;
  readonly steps: readonly StepReport[];
}

export interface Party {
  readonly role: string;
  readonly name: string;
}

export interface StepReport {
  /** `asks`: whether the request may be sent at once. `sends`: there and back. `checks`: what the browser makes of the answer. */
  readonly kind: "asks" | "sends" | "checks";
  readonly exchange: "preflight" | "actual";
  readonly result: "passed" | "failed" | "unknown";
  readonly text: string;
  /** What the browser sends in this step. */
  readonly sent: { readonly method: string; readonly path: string; readonly headers: readonly HeaderPair[] } | undefined;
  /** The possible answers to it. */
  readonly answers: readonly AnswerReport[];
  /** The lines that decide. */
  readonly evidence: readonly { readonly what: string; readonly place: Place }[];
}

export interface AnswerReport {
  readonly answeredBy: string;
  /** Whose answer it is: the front's own, or one from behind, passed on as it is or made over by the front. */
  readonly way: "own" | "passed-on" | "made-over";
  readonly status: string;
  readonly headers: readonly { readonly name: string; readonly value: string; readonly place: Place | undefined }[];
  /** Why other headers are not known; absent: there are none. */
  readonly unknownHeaders: string | undefined;
  readonly place: Place | undefined;
}

/** The error responses of a route, as pages can read them. */
export interface ErrorsReport {
  readonly circumstances: readonly Circumstance[];
  readonly errors: readonly ErrorReport[];
}

export interface ErrorReport {
  /** `the authorizer UserPool denies access`, or who answers. */
  readonly what: string;
  readonly status: string;
  readonly result: "passed" | "failed" | "unknown";
  /** Why pages can read it or not, as a sentence. */
  readonly text: string;
  readonly place: Place | undefined;
}
