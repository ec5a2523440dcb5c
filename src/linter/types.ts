import type { Api, ApiKind, AwsCause, BrowserRequest, CorsBlock, CorsProperty, CorsSetting, HandlerUse, HeaderMapping, MappedResponse, Route } from "../aws/index.ts";
import type { Blocked, CorsError, Verdict } from "../fetch/index.ts";
import type { Fix, Place } from "../source/index.ts";
import type { Template } from "../template/index.ts";
import type { ApiChange, CallChange } from "./change.ts";

export type Severity = "error" | "warning" | "info";

/** What a rule says about itself; documentation, SARIF, `explain` and the configuration schema are made from it. */
export interface RuleMeta {
  /** One sentence without a full stop: what the rule demands. */
  readonly description: string;
  readonly severity: Severity;
  /** `recommended` rules run by default; `strict` ones only when asked for. */
  readonly set: "recommended" | "strict";
  readonly category: Category;
  /** The algorithm of the standard or the page of AWS that makes it true. */
  readonly reference: string;
  /** Failure modes it covers: `F01`. */
  readonly failureModes: readonly string[];
  /** The reasons of a browser that its findings explain; a blocked verdict with one of them needs no `request-blocked`. */
  readonly explains?: readonly CorsError[];
  /** The best applicability of its fixes. */
  readonly fix?: "safe" | "unsafe";
  /** Open to other sites rather than broken; the score is SARIF's `security-severity`. */
  readonly security?: { readonly severity: number; readonly cwe: number };
  /** Texts by id, with `{{placeholders}}`: what is there, then what follows for the browser. */
  readonly messages: Readonly<Record<string, string>>;
  /** What to do, in one imperative sentence. */
  readonly help: string;
}

export type Category =
  | "preflight"
  | "mappings"
  | "responses"
  | "origins"
  | "credentials"
  | "deployment"
  | "edge"
  | "handlers"
  | "net";

/** The hooks of a rule, each called with a part of one API in one scenario. All are generators of reports. */
export interface RuleHooks<Message extends string = string> {
  template?(template: Template): Iterable<Report<Message>>;
  api?(api: Api, context: RuleContext): Iterable<Report<Message>>;
  route?(route: Route, context: RuleContext): Iterable<Report<Message>>;
  /** Called for each route of which a browser refuses something: see `blocked` and `blockedWithHeader` of {@link RuleContext}. */
  refused?(route: Route, context: RuleContext): Iterable<Report<Message>>;
  /** Called for each setting of the properties that {@link Rule.settings} names. */
  setting?(setting: CorsSetting, context: RuleContext): Iterable<Report<Message>>;
  /** Called for each mapping in which something is wrong: see {@link HeaderMapping.problems}. */
  mapping?(mapping: HeaderMapping, context: RuleContext): Iterable<Report<Message>>;
  response?(response: MappedResponse, context: RuleContext): Iterable<Report<Message>>;
  block?(block: CorsBlock, context: RuleContext): Iterable<Report<Message>>;
  /** Called for each function whose source is in view. */
  handler?(use: HandlerUse, context: RuleContext): Iterable<Report<Message>>;
  /** Called by `cors-lint diff` alone, for each API that two versions of a template have. */
  change?(change: ApiChange): Iterable<Report<Message>>;
  /** Called last, with each blocked request of a browser (or unknown) route that no report of another rule explains. */
  unexplained?(route: Route, request: BrowserRequest, verdict: Blocked<AwsCause>, context: RuleContext): Iterable<Report<Message>>;
}

export interface Rule extends RuleHooks {
  readonly id: string;
  readonly meta: RuleMeta;
  /** The kinds of API that its hooks are called for; all where it says nothing. */
  readonly apis?: readonly ApiKind[];
  /** The properties that its `setting` hook is about; all where it says nothing. */
  readonly settings?: readonly CorsProperty[];
}

/** What rules may ask. Answers are remembered within a scenario. */
export interface RuleContext {
  /** The verdict on a request that a browser would send to this route. */
  predict(route: Route, request: BrowserRequest): Verdict<AwsCause>;
  /**
   * The blocked ones among a route's browser requests, the demanded ones first; of each what a browser says now, and then what it would
   * say once that is mended.
   */
  blocked(route: Route): readonly BlockedRequest[];
  /**
   * Of a route that pages call without asking first: the call with a header, which is asked about, where it is blocked. An OPTIONS method is
   * there for it, and one that cannot answer is broken although nothing demands the header.
   */
  blockedWithHeader(route: Route): BlockedRequest | undefined;
}

/** A request of a page, and why a browser refuses it. */
export interface BlockedRequest {
  readonly request: BrowserRequest;
  readonly verdict: Blocked<AwsCause>;
  /** Browsers come to say so only once what they say now is mended. */
  readonly isLater?: true;
}

/** What a rule yields. */
export interface Report<Message extends string = string> {
  readonly message: Message;
  readonly data?: Readonly<Record<string, string>>;
  /** The smallest place a person would edit. */
  readonly at: Place;
  /** At most three other places, each with a note that reads on from the code. */
  readonly related?: readonly Related[];
  readonly route?: Route;
  /** All routes it speaks for, where it is one finding for several. */
  readonly routes?: readonly Route[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Where it differs from the rule's. */
  readonly help?: string;
  readonly fix?: Fix;
  /** The verdict it explains: its browser message is shown, and `request-blocked` stays silent about it. */
  readonly verdict?: Blocked<AwsCause>;
  /** The reasons that it explains, where it is not all that its rule names. */
  readonly explains?: readonly CorsError[];
  /** It accounts for each blocked request of its routes, whatever the reason: the one warning for an API of unknown intent. */
  readonly explainsAll?: true;
}

export interface Related {
  readonly place: Place;
  readonly note: string;
}

/** A route as findings name it. `api` is the API's name as a person calls it. */
export interface RouteName {
  readonly api: string;
  readonly method: string;
  readonly path: string;
}

/** A report, completed: what formatters are given. Places are still symbolic. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Place;
  readonly related: readonly Related[];
  readonly help: string;
  readonly resource: string | undefined;
  readonly constructPath: string | undefined;
  readonly route: RouteName | undefined;
  /** All routes it speaks for, {@link route} the first of them; empty where it speaks for no route. */
  readonly routes: readonly RouteName[];
  /** Labels of the scenarios in which it holds; empty: in all. */
  readonly scenarios: readonly string[];
  /** Defaults of parameters that it rests on: `Origin=https://app.example.com`. Another value could change it. */
  readonly assumptions: readonly string[];
  readonly browserMessage: string | undefined;
  readonly fix: Fix | undefined;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  /** Names of the templates that were linted. */
  readonly files: readonly string[];
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Said aloud: scenarios that were bounded, parts out of view. */
  readonly notes: readonly { readonly text: string; readonly place: Place }[];
  /** What users silenced; no finding, and counted only. */
  readonly suppressed?: readonly Suppressed[];
}

/** A finding that a user silenced. */
export interface Suppressed {
  readonly finding: Finding;
  readonly by: "comment" | "metadata" | "baseline";
  readonly reason: string | undefined;
}

/** What `cors-lint diff` found: findings stand in the new version, related places may stand in the old one. */
export interface DiffResult extends LintResult {
  /** Names of the old templates: places in them are no places of the working tree. */
  readonly oldFiles: readonly string[];
  /** What changed for browsers; calls with the same verdict before and after are only counted. */
  readonly calls: readonly CallChange[];
  readonly unchangedCalls: number;
}
