import type { Place } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { listFrom, type CorsList, type CorsRules } from "../cors-block.ts";
import type { Api, CorsBlock, CorsProperty, RefusedValue } from "../model.ts";
import { nearestName } from "../nearest-name.ts";

/** The CORS rules of a bucket, in order: the first that fits a request decides (SB2). */
export interface BucketRules {
  readonly rules: readonly CorsRules[];
  /** Why there may be rules that are not among them. */
  readonly hidden: string | undefined;
}

const NAMES = ["AllowedMethods", "AllowedOrigins", "AllowedHeaders", "ExposedHeaders", "MaxAge", "Id"];

/** SB1: what `AllowedMethods` may hold. */
const METHODS: readonly string[] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/** Reads `CorsConfiguration` of a bucket (6.2). */
export function bucketRules(api: Api, configuration: View): BucketRules {
  const list = configuration.get("CorsRules");
  if (list.kind === "list") {
    const rules = list.items().map((view) => (view.kind === "map" ? ruleFrom(api, view) : view.reason ?? "a CORS rule is no object"));
    return { rules: rules.filter((rule) => typeof rule !== "string"), hidden: rules.find((rule) => typeof rule === "string") };
  }
  if (list.kind === "absent" && configuration.kind === "map") {
    const unknownProperties = unknownIn(configuration, ["CorsRules"]);
    return { rules: unknownProperties.length > 0 ? [{ ...ruleFrom(api, configuration), block: blockOf(api, configuration, { unknownProperties, refused: [] }) }] : [], hidden: "the bucket's CORS configuration has no rules" };
  }
  return { rules: [], hidden: list.reason ?? configuration.reason ?? "the CORS rules are out of view" };
}

function ruleFrom(api: Api, view: View): CorsRules {
  const lists = {
    allowOrigins: listFrom(view.get("AllowedOrigins")),
    allowMethods: listFrom(view.get("AllowedMethods")),
    allowHeaders: listFrom(view.get("AllowedHeaders")),
    exposeHeaders: listFrom(view.get("ExposedHeaders")),
  };
  const maxAge = view.get("MaxAge");
  return {
    block: blockOf(api, view, { unknownProperties: unknownIn(view, NAMES), refused: refusedIn(lists) }),
    ...lists,
    // SB3: credentials go with every origin but `*`, whatever is written.
    allowCredentials: { value: "maybe", place: view.place },
    maxAge: maxAge.kind === "absent" ? undefined : { value: maxAge.text(), place: maxAge.place },
  };
}

function blockOf(api: Api, view: View, found: Pick<CorsBlock, "unknownProperties" | "refused">): CorsBlock {
  return { api, dialect: "bucket", place: view.place, view, limits: [], rejected: undefined, ...found };
}

function unknownIn(view: View, names: readonly string[]): CorsBlock["unknownProperties"] {
  return view
    .entries()
    .filter(({ key }) => !names.includes(key) && !key.startsWith("Fn::"))
    .map(({ key, keyPlace }) => ({ name: key, place: keyPlace, nearest: nearestName(key, names) }));
}

/** SB1, SB9, SB10. */
function refusedIn({ allowOrigins, allowMethods, allowHeaders, exposeHeaders }: Pick<CorsRules, "allowOrigins" | "allowMethods" | "allowHeaders" | "exposeHeaders">): readonly RefusedValue[] {
  return [
    ...refused("allow-methods", allowMethods, (text) => (METHODS.includes(text) || isJoined(text) ? undefined : { kind: "method", correct: METHODS.find((method) => method === text.trim().toUpperCase()) })),
    ...refused("allow-origin", allowOrigins, (text) => (stars(text) > 1 ? { kind: "wildcards", correct: undefined } : undefined)),
    ...refused("allow-headers", allowHeaders, (text) => (stars(text) > 1 ? { kind: "wildcards", correct: undefined } : undefined)),
    ...refused("expose-headers", exposeHeaders, (text) => (stars(text) > 0 ? { kind: "exposed-wildcard", correct: undefined } : undefined)),
  ];
}

function refused(property: CorsProperty, list: CorsList, ask: (text: string) => Pick<RefusedValue, "kind" | "correct"> | undefined): readonly RefusedValue[] {
  return list.items.flatMap(({ value, place }: { readonly value: CorsList["items"][number]["value"]; readonly place: Place }) => {
    const why = value.kind === "known" ? ask(value.text) : undefined;
    return why && value.kind === "known" ? [{ ...why, property, text: value.text, place }] : [];
  });
}

/** Several values in one item, or one in quotes: rules of their own speak of these. */
function isJoined(text: string): boolean {
  return /[,'"]/u.test(text);
}

function stars(text: string): number {
  return text.split("*").length - 1;
}

/** The methods of a rule that pages can use. */
export function methodsOf({ allowMethods }: CorsRules): readonly string[] {
  return [...new Set(allowMethods.items.flatMap(({ value }) => (value.kind === "known" && METHODS.includes(value.text) ? [value.text] : [])))];
}
