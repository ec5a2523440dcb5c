import { known, unknown, concat, type Place, type Tri, type Value } from "../source/index.ts";
import type { View } from "../template/index.ts";
import type { Api, CorsBlock, CorsProperty, CorsSetting, SettingItem } from "./model.ts";
import { nearestName } from "./nearest-name.ts";

export type CorsDialect = CorsBlock["dialect"];

/** A CORS object of a service that answers preflights itself, read once for rules and for answers. */
export interface CorsRules {
  readonly block: CorsBlock;
  readonly allowOrigins: CorsList;
  readonly allowMethods: CorsList;
  readonly allowHeaders: CorsList;
  readonly exposeHeaders: CorsList;
  readonly allowCredentials: { readonly value: Tri; readonly place: Place };
  readonly maxAge: { readonly value: Value; readonly place: Place } | undefined;
}

export interface CorsList {
  /** `maybe`: something stands there, and it is not known what. */
  readonly presence: Tri;
  readonly items: readonly SettingItem[];
  /** Why items may be missing from {@link items}. */
  readonly hidden: string | undefined;
  readonly place: Place;
}

const PROPERTIES = {
  AllowOrigins: "allow-origin",
  AllowMethods: "allow-methods",
  AllowHeaders: "allow-headers",
  ExposeHeaders: "expose-headers",
  AllowCredentials: "allow-credentials",
  MaxAge: "max-age",
} as const satisfies Record<string, CorsProperty>;

type PropertyName = keyof typeof PROPERTIES;

const NAMES: readonly PropertyName[] = ["AllowOrigins", "AllowMethods", "AllowHeaders", "ExposeHeaders", "AllowCredentials", "MaxAge"];

/** Reads `CorsConfiguration` (2.1), `x-amazon-apigateway-cors` (HS6) or the `Cors` of a function URL (L1). */
export function corsRules(api: Api, dialect: CorsDialect, view: View): CorsRules {
  const get = (name: PropertyName): View => view.get(spelled(dialect, name));
  const maxAge = get("MaxAge");
  const rules = {
    allowOrigins: listFrom(get("AllowOrigins")),
    allowMethods: listFrom(get("AllowMethods")),
    allowHeaders: listFrom(get("AllowHeaders")),
    exposeHeaders: listFrom(get("ExposeHeaders")),
    allowCredentials: { value: flagFrom(get("AllowCredentials")), place: get("AllowCredentials").place },
    maxAge: maxAge.kind === "absent" ? undefined : { value: maxAge.kind === "opaque" ? unknown(maxAge.reason ?? "it is out of view") : maxAge.text(), place: maxAge.place },
  };
  const block: CorsBlock = {
    api,
    dialect,
    place: view.place,
    view,
    unknownProperties: unknownProperties(dialect, view),
    limits: [...(dialect === "function-url" ? functionUrlLimits(rules) : []), ...maxAgeLimit(dialect, rules.maxAge)],
    rejected: rejection(dialect, view, rules),
  };
  return { block, ...rules };
}

/** `AllowOrigins` in CloudFormation, `allowOrigins` in OpenAPI, `AccessControlAllowOrigins` in CloudFront. */
function spelled(dialect: CorsDialect, name: PropertyName): string {
  if (dialect === "headers-policy") return name === "MaxAge" ? "AccessControlMaxAgeSec" : `AccessControl${name}`;
  return dialect === "http-api-openapi" ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

export function listFrom(view: View): CorsList {
  const { place } = view;
  switch (view.kind) {
    case "absent":
      return { presence: "no", items: [], hidden: undefined, place };
    case "list": {
      const items = view.items().map((item) => ({ value: itemText(item), place: item.place }));
      return { presence: items.length > 0 ? "yes" : "no", items, hidden: undefined, place };
    }
    case "scalar":
      return { presence: "yes", items: [{ value: view.text(), place }], hidden: undefined, place };
    case "map":
    case "opaque":
      return { presence: "maybe", items: [], hidden: view.reason ?? "what stands there is no list", place };
  }
}

function itemText(item: View): Value {
  return item.kind === "scalar" ? item.text() : unknown(item.reason ?? "what stands there is no text");
}

export function flagFrom(view: View): Tri {
  if (view.kind === "absent") return "no";
  const flag = view.boolean();
  return flag === undefined ? "maybe" : flag ? "yes" : "no";
}

function unknownProperties(dialect: CorsDialect, view: View): CorsBlock["unknownProperties"] {
  const names = NAMES.map((name) => spelled(dialect, name));
  return view
    .entries()
    .filter(({ key }) => !names.includes(key))
    .map(({ key, keyPlace }) => ({ name: key, place: keyPlace, nearest: nearestName(key, names) }));
}

/** H17 (botocore's range; the service's own message is not recorded) and L1. */
function maxAgeLimit(dialect: CorsDialect, maxAge: CorsRules["maxAge"]): CorsBlock["limits"] {
  if (maxAge?.value.kind !== "known") return [];
  const seconds = Number(maxAge.value.text);
  const least = dialect === "function-url" ? 0 : -1;
  if (maxAge.value.text.trim() === "" || !Number.isFinite(seconds) || (seconds >= least && seconds <= 86_400)) return [];
  const clampTo = seconds > 86_400 ? "86400" : String(least);
  return [{ property: "max-age", what: `${maxAge.value.text} seconds, where ${least} to 86400 are accepted`, place: maxAge.place, clampTo }];
}

/** L1: how many items a function URL takes, and how long they are. Values outside its enumeration of methods are no matter of size. */
function functionUrlLimits(rules: Pick<CorsRules, "allowOrigins" | "allowMethods" | "allowHeaders" | "exposeHeaders">): CorsBlock["limits"] {
  return [
    ...listLimits("allow-origin", rules.allowOrigins, 100, 253),
    ...listLimits("allow-methods", rules.allowMethods, 6, Infinity),
    ...listLimits("allow-headers", rules.allowHeaders, 100, 1024),
    ...listLimits("expose-headers", rules.exposeHeaders, 100, 1024),
  ];
}

function listLimits(property: CorsProperty, list: CorsList, mostItems: number, mostCharacters: number): CorsBlock["limits"] {
  const limits: CorsBlock["limits"][number][] = [];
  if (list.items.length > mostItems) limits.push({ property, what: `${list.items.length} items, where at most ${mostItems} are accepted`, place: list.place, clampTo: undefined });
  for (const { value, place } of list.items) {
    if (value.kind !== "known" || value.text.length <= mostCharacters) continue;
    limits.push({ property, what: `${value.text.length} characters, where at most ${mostCharacters} are accepted`, place, clampTo: undefined });
  }
  return limits;
}

function rejection(dialect: CorsDialect, view: View, rules: Pick<CorsRules, "allowOrigins" | "allowCredentials">): CorsBlock["rejected"] {
  if (view.kind === "list" || view.kind === "scalar" || isAlwaysList(view)) {
    return { kind: "malformed", why: `A ${view.kind === "scalar" ? "text" : "list"} stands where an object with AllowOrigins and the like belongs`, place: view.place };
  }
  if (dialect === "function-url") return undefined;
  const wildcard = rules.allowOrigins.items.find(({ value }) => value.kind === "known" && value.text === "*");
  if (wildcard && rules.allowCredentials.value === "yes") {
    return { kind: "wildcard-credentials", why: "allow-credentials is not supported if 'allow-origin' is *", place: wildcard.place };
  }
  const scheme = rules.allowOrigins.items.find(({ value }) => value.kind === "known" && /^(?!https?:)[a-z][a-z\d+.-]*:\/\//iu.test(value.text));
  if (scheme?.value.kind === "known") return { kind: "scheme", why: `Invalid format for origin ${scheme.value.text}`, place: scheme.place };
  return undefined;
}

/** `Fn::Split` gives a list, whatever it splits. SAM puts one that was written as `AllowOrigins` where the whole object belongs (3.5). */
export function isAlwaysList(view: View): boolean {
  return view.kind === "opaque" && view.node?.kind === "map" && view.node.size === 1 && view.node.has("Fn::Split");
}

/** H4, L1, SB2, C6. */
const WILDCARDS: Readonly<Record<CorsDialect, CorsSetting["originWildcards"]>> = {
  "http-api": "scheme",
  "http-api-openapi": "scheme",
  "function-url": "none",
  bucket: "subdomain",
  "headers-policy": "subdomain",
};

/** What rules are told about each property that is there. */
export function corsSettings(rules: CorsRules): readonly CorsSetting[] {
  const { block } = rules;
  const common = { role: "all", api: block.api, route: undefined, mapping: undefined, block, originWildcards: WILDCARDS[block.dialect] } as const;
  const lists = [
    ["allow-origin", rules.allowOrigins],
    ["allow-methods", rules.allowMethods],
    ["allow-headers", rules.allowHeaders],
    ["expose-headers", rules.exposeHeaders],
  ] as const;
  const settings: CorsSetting[] = lists
    .filter(([, list]) => list.presence !== "no")
    .map(([property, list]) => ({ ...common, property, form: "list", items: list.items, value: joined(list), place: list.place }));
  const { allowCredentials, maxAge } = rules;
  const flag = block.view.get(spelled(block.dialect, "AllowCredentials"));
  if (flag.kind !== "absent") {
    const value = allowCredentials.value === "maybe" ? unknown(flag.reason ?? "it is not known whether it is true") : known(allowCredentials.value === "yes" ? "true" : "false");
    settings.push({ ...common, property: "allow-credentials", form: "value", items: [{ value, place: flag.place }], value, place: flag.place });
  }
  if (maxAge) settings.push({ ...common, property: "max-age", form: "value", items: [maxAge], ...maxAge });
  return settings;
}

/** The items as one header value. */
export function joined(list: CorsList): Value {
  if (list.hidden !== undefined) return unknown(list.hidden);
  return concat(list.items.flatMap(({ value }, index) => (index === 0 ? [value] : [known(","), value])));
}
