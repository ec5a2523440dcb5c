import { known } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { flagFrom, listFrom, type CorsList, type CorsRules } from "../cors-block.ts";
import type { Api, CorsBlock, CorsProperty, RefusedValue } from "../model.ts";
import { nearestName } from "../nearest-name.ts";

const NAMES = ["AccessControlAllowCredentials", "AccessControlAllowHeaders", "AccessControlAllowMethods", "AccessControlAllowOrigins", "AccessControlExposeHeaders", "AccessControlMaxAgeSec", "OriginOverride"];

/** C6: the methods that a policy may name; `ALL` stands for all of them. */
export const METHODS: readonly string[] = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** Reads `CorsConfig` of a response headers policy (C6). */
export function policyRules(api: Api, view: View): CorsRules {
  const list = (name: string): CorsList => listFrom(itemsOf(view.get(name)));
  const credentials = view.get("AccessControlAllowCredentials");
  const maxAge = view.get("AccessControlMaxAgeSec");
  const lists = {
    allowOrigins: list("AccessControlAllowOrigins"),
    allowMethods: list("AccessControlAllowMethods"),
    allowHeaders: list("AccessControlAllowHeaders"),
    exposeHeaders: list("AccessControlExposeHeaders"),
  };
  const allowCredentials = { value: flagFrom(credentials), place: credentials.place };
  const block: CorsBlock = {
    api,
    dialect: "headers-policy",
    place: view.place,
    view,
    unknownProperties: view.entries().filter(({ key }) => !NAMES.includes(key) && !key.startsWith("Fn::")).map(({ key, keyPlace }) => ({ name: key, place: keyPlace, nearest: nearestName(key, NAMES) ?? prefixed(key) })),
    limits: [],
    rejected: undefined,
    refused: refusedIn({ ...lists, allowCredentials }),
  };
  return { block, ...lists, allowCredentials, maxAge: maxAge.kind === "absent" ? undefined : { value: maxAge.text(), place: maxAge.place } };
}

/** Lists stand in an object of their own: `{ Items: [...] }`. */
function itemsOf(view: View): View {
  return view.kind === "map" ? view.get("Items") : view;
}

/** `AllowOrigins`, as other services call it. */
function prefixed(key: string): string | undefined {
  return nearestName(`AccessControl${key}`, NAMES);
}

/** C6, C13. */
function refusedIn({ allowOrigins, allowMethods, allowHeaders, allowCredentials }: Pick<CorsRules, "allowOrigins" | "allowMethods" | "allowHeaders" | "allowCredentials">): readonly RefusedValue[] {
  const hasMethods = allowMethods.items.some(({ value }) => value.kind === "known" && METHODS.includes(value.text));
  return [
    ...refused("allow-methods", allowMethods, (text) => {
      if (text === "ALL") return hasMethods ? { kind: "all-and-methods", correct: undefined } : undefined;
      if (METHODS.includes(text) || /[,'"]/u.test(text)) return undefined;
      return { kind: "method", correct: text === "*" ? "ALL" : [...METHODS, "ALL"].find((method) => method === text.trim().toUpperCase()) };
    }),
    ...refused("allow-origin", allowOrigins, (text) => (text === "*" || !text.includes("*") || LEFTMOST.test(text) ? undefined : { kind: "wildcard-position", correct: undefined })),
    ...refused("allow-headers", allowHeaders, (text) => (text.includes("*") && allowCredentials.value === "yes" ? { kind: "headers-wildcard-with-credentials", correct: undefined } : undefined)),
  ];
}

/** C6: `*.example.org`, and not `example.*`, `test.*.example.org` or `exa*mple.org`. */
const LEFTMOST = /^(?:https?:\/\/)?\*\.[^*]*[^*.][^*]*$/u;

function refused(property: CorsProperty, list: CorsList, ask: (text: string) => Pick<RefusedValue, "kind" | "correct"> | undefined): readonly RefusedValue[] {
  return list.items.flatMap(({ value, place }) => {
    const why = value.kind === "known" ? ask(value.text) : undefined;
    return why && value.kind === "known" ? [{ ...why, property, text: value.text, place }] : [];
  });
}

/** The methods as the header names them. */
export function writtenOut({ allowMethods }: CorsRules): CorsList {
  const [first] = allowMethods.items;
  const isAll = allowMethods.items.length === 1 && first?.value.kind === "known" && first.value.text === "ALL";
  return isAll && first ? { ...allowMethods, items: METHODS.map((method) => ({ value: known(method), place: first.place })) } : allowMethods;
}
