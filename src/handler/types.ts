import type { HeaderField } from "../fetch/index.ts";
import type { Tri, Value } from "../source/index.ts";
import type { HandlerLanguage } from "./ir.ts";
import type { Check, Site } from "./values.ts";

export type { Check, HandlerLanguage, Site };

/** What is analysed. */
export interface HandlerInput {
  /** As the user is shown it; also what sites name. */
  readonly file: string;
  readonly text: string;
  readonly language: HandlerLanguage;
  /** The export (JavaScript) or function (Python) that Lambda calls. Absent: every function that reads like a handler. */
  readonly handlerName?: string;
}

export interface HandlerOptions {
  /**
   * The source of another module of the project, or `undefined` where it is not in view. `specifier` is as written (`./http`,
   * `lib.http`, `.http`), `from` the name of the file that asks.
   */
  readonly readModule?: (specifier: string, from: string) => { readonly name: string; readonly text: string } | undefined;
}

/** The responses that the handlers of a file may return. */
export interface HandlerAnalysis {
  readonly file: string;
  /** `http`: it reads or answers like an HTTP function. `other`: the event is of another kind, and CORS does not apply. */
  readonly kind: "http" | "other" | "unknown";
  /** Why `kind` says so; the strongest first. */
  readonly evidence: readonly KindEvidence[];
  /** Names of the handlers that were followed. */
  readonly handlers: readonly string[];
  /** Empty where `kind` is `other`. */
  readonly responses: readonly HandlerResponse[];
  /** What could not be followed. Never a finding; counted, and shown on request. */
  readonly unknowns: readonly { readonly reason: string; readonly site: Site }[];
  readonly framework: FrameworkUse | undefined;
  readonly originReads: readonly OriginRead[];
  readonly envReads: readonly { readonly name: string; readonly default?: string; readonly site: Site }[];
  /**
   * `yes`: it (or its framework) tells OPTIONS from other methods. `no`: it routes by method, and OPTIONS is not among them. `maybe`: it
   * answers every method alike, or that is not known.
   */
  readonly answersOptions: Tri;
  /** The text cannot be parsed. */
  readonly problem: { readonly message: string; readonly site: Site } | undefined;
}

export interface KindEvidence {
  readonly kind: "http" | "other";
  /** A clause: `it reads Records of the event`. */
  readonly what: string;
  readonly site: Site | undefined;
}

/** One response, at the place where its expression starts. A helper's object and the calls that return it are responses each. */
export interface HandlerResponse {
  readonly site: Site;
  readonly form: "object" | "call" | "variable" | "framework";
  /** The calls through which an object was returned, the innermost first. */
  readonly via: readonly Site[];
  /** `error`: its status is 400 or more, or it is made where an error is handled. */
  readonly role: "main" | "error";
  readonly status: Value;
  readonly headers: readonly HandlerHeader[];
  /** Headers that are not listed. */
  readonly unlistedHeaders: "absent" | { readonly unknown: string };
  /** Does it send `Access-Control-Allow-Origin`? `conditional`: on some ways through the program. */
  readonly allowOrigin: "yes" | "no" | "conditional" | "unknown";
  /** HTTP methods that it answers, where the program tells them apart. */
  readonly methods: { readonly only: readonly string[] } | { readonly except: readonly string[] } | undefined;
  readonly facts: readonly ResponseFact[];
  /** Where `headers` is written, for fixes; the object literal itself where it has none. */
  readonly headersSite: Site | undefined;
  /** The handlers of the file that return it; none where that is not told apart. */
  readonly handlers: readonly string[];
}

export interface HandlerHeader extends HeaderField {
  /** The key as written. */
  readonly key: string;
  readonly keySite: Site;
  readonly valueSite: Site;
  /** From `multiValueHeaders`: how many values, if that is known. */
  readonly multi?: number;
  /** What kind of value the program gives it. */
  readonly written: "string" | "boolean" | "number" | "nothing" | "list" | "unknown";
  /** How the value comes from the request's Origin header. */
  readonly origin?: { readonly how: "reflected" | "checked" | "weakly-checked"; readonly site: Site; readonly checks: readonly Check[] };
  /** Environment variables that it is made from. */
  readonly env: readonly string[];
}

export type ResponseFact =
  /** Two keys that are the same header. */
  | { readonly kind: "duplicate-header"; readonly name: string; readonly site: Site }
  /** A key that is one slip away from a CORS header. */
  | { readonly kind: "header-typo"; readonly name: string; readonly meant: string; readonly site: Site }
  /** The body is an object, not a string. */
  | { readonly kind: "body-not-string"; readonly site: Site }
  /** The headers are a text: `JSON.stringify({ … })`. */
  | { readonly kind: "headers-not-object"; readonly site: Site }
  /** An error is returned: API Gateway answers 502. */
  | { readonly kind: "returns-error"; readonly site: Site }
  /** Other headers take the place of the ones with CORS: `headers ?? defaults`. */
  | { readonly kind: "lost-headers"; readonly site: Site };

export interface FrameworkUse {
  /** As its package is called: `middy`, `express`, `aws_lambda_powertools`. */
  readonly name: string;
  readonly site: Site;
  /** Does it add `Access-Control-Allow-Origin`? */
  readonly cors: "yes" | "no" | "unknown";
  readonly corsSite: Site | undefined;
  /** Its options, as far as they are known: `{ origin: "*", credentials: true }`. */
  readonly corsOptions: ReadonlyMap<string, Value> | undefined;
  /** Middlewares in the order in which they are used (middy). */
  readonly middlewares: readonly Middleware[];
}

export interface Middleware {
  readonly name: string;
  readonly site: Site;
  readonly options: ReadonlyMap<string, Value>;
  /** It is given options that are not in view. */
  readonly hasHiddenOptions: boolean;
}

export interface OriginRead {
  readonly site: Site;
  /** As it is read: `headers.origin`, `headers.Origin`. */
  readonly path: string;
}
