import type { Report, Rule, RuleHooks, RuleMeta } from "./types.ts";

type Placeholders<Text extends string> = string extends Text
  ? string
  : Text extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | Placeholders<Rest>
    : never;

type Data<Text extends string> = [Placeholders<Text>] extends [never] ? { readonly data?: undefined } : { readonly data: Readonly<Record<Placeholders<Text>, string>> };

/** A report whose message exists and whose data fill exactly its placeholders. */
type TypedReport<Messages extends Readonly<Record<string, string>>> = {
  [Id in keyof Messages & string]: Omit<Report<Id>, "data"> & Data<Messages[Id]>;
}[keyof Messages & string];

type TypedHooks<Messages extends Readonly<Record<string, string>>> = {
  [Hook in keyof RuleHooks]?: (...args: Parameters<NonNullable<RuleHooks[Hook]>>) => Iterable<TypedReport<Messages>>;
};

/** Declares a rule. A message that does not exist, or data that do not fill its placeholders, do not compile. */
export function defineRule<const Messages extends Readonly<Record<string, string>>>(
  rule: { readonly id: string; readonly meta: Omit<RuleMeta, "messages"> & { readonly messages: Messages } } & Pick<Rule, "apis" | "settings"> & TypedHooks<Messages>,
): Rule {
  // The typed hooks yield a subset of what the untyped ones may: TypeScript cannot see through the mapped union.
  return rule as unknown as Rule;
}
