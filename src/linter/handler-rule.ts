import type { HandlerAnalysis, HandlerResponse, Site } from "../handler/index.ts";
import { reportsOfHandler } from "./handler-reports.ts";
import type { Rule, RuleMeta, Severity } from "./types.ts";

/** How much is in view beside the source of the function. */
export type Sight =
  /**
   * Only the file, as in an editor. `isForBrowsers`: its types or the configuration say that it answers browsers, and that nothing in front of
   * it adds CORS headers.
   */
  | { readonly kind: "file"; readonly isForBrowsers: boolean }
  /** A template shows which routes reach it. What is reported is filtered by them afterwards. */
  | { readonly kind: "template" };

/** What is wrong in a function's source. Places are offsets into its files. */
export interface HandlerProblem<Message extends string = string> {
  readonly message: Message;
  readonly data?: Readonly<Record<string, string>>;
  readonly at: Site;
  /** At most two, each with a note that reads on from the code. */
  readonly related?: readonly { readonly site: Site; readonly note: string }[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Where it differs from the rule's. */
  readonly help?: string;
  /** The response it is about; with a template it concerns only routes that can get this one. */
  readonly response?: HandlerResponse;
  readonly replacement?: Replacement;
}

/** A fix: the first `find` in the text at {@link HandlerProblem.at} becomes `text`. There is none where `find` is not written there. */
export interface Replacement {
  readonly title: string;
  readonly find: string;
  readonly text: string;
  /** A person has to agree: an editor offers it, and does not apply it by itself. */
  readonly unsafe?: true;
}

/** When a problem matters, seen from the routes that reach the function. None does where what stands in front of it owns CORS. */
export interface Audience {
  /** `browser`: only where browsers are meant to call. `any`: wherever they are not ruled out, since the code contradicts itself. */
  readonly intent: "browser" | "any";
  /** Only REST APIs treat the response so. */
  readonly restOnly?: true;
}

/** A rule that needs nothing but a function's source. ESLint asks for its problems; with a template they become reports. */
export interface HandlerRule extends Rule {
  readonly audience: Audience;
  problems(analysis: HandlerAnalysis, sight: Sight): Iterable<HandlerProblem>;
}

type Placeholders<Text extends string> = string extends Text ? string : Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;

type Data<Text extends string> = [Placeholders<Text>] extends [never] ? { readonly data?: undefined } : { readonly data: Readonly<Record<Placeholders<Text>, string>> };

type TypedProblem<Messages extends Readonly<Record<string, string>>> = {
  [Id in keyof Messages & string]: Omit<HandlerProblem<Id>, "data"> & Data<Messages[Id]>;
}[keyof Messages & string];

/** Declares a rule about a function's source. A message that does not exist, or data that do not fill its placeholders, do not compile. */
export function defineHandlerRule<const Messages extends Readonly<Record<string, string>>>(rule: {
  readonly id: string;
  readonly meta: Omit<RuleMeta, "messages" | "category"> & { readonly messages: Messages };
  readonly audience: Audience;
  problems(analysis: HandlerAnalysis, sight: Sight): Iterable<TypedProblem<Messages>>;
}): HandlerRule {
  const meta: RuleMeta = { ...rule.meta, category: "handlers" };
  // The typed generator yields a subset of what the untyped one may: TypeScript cannot see through the mapped union.
  const problems = rule.problems as HandlerRule["problems"];
  return { id: rule.id, meta, audience: rule.audience, problems, handler: (use) => reportsOfHandler(use, rule.audience, problems(use.analysis, { kind: "template" })) };
}
