import type { Place, Tri } from "../../source/index.ts";
import type { View, WorldResource } from "../../template/index.ts";
import { corsRules, isAlwaysList, type CorsRules } from "../cors-block.ts";
import type { Api } from "../model.ts";
import type { OpenApiDocument } from "../openapi/index.ts";

/** What may hold for the CORS of an API; several where AWS does not say which. */
export type CorsChoice =
  | { readonly kind: "configured"; readonly rules: CorsRules }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly reason: string };

export interface CorsChoices {
  readonly choices: readonly [CorsChoice, ...CorsChoice[]];
  /** Every CORS object that is written, also one that is refused. */
  readonly rules: readonly CorsRules[];
  readonly ownsCors: Tri;
  /** Where CORS is configured, even if it is not known how. */
  readonly place: Place | undefined;
}

interface Source {
  readonly resource: WorldResource | undefined;
  readonly document: OpenApiDocument | undefined;
  /** The definition is out of view, and may have a CORS object. */
  readonly isHidden: boolean;
}

/** `CorsConfiguration` and `x-amazon-apigateway-cors` (2.1, HS6). Where both are written, AWS does not say which wins (HS7). */
export function corsChoices(api: Api, { resource, document, isHidden }: Source): CorsChoices {
  if (!resource) return { choices: [{ kind: "unknown", reason: "the API belongs to another template" }], rules: [], ownsCors: "maybe", place: undefined };
  const written = [
    read(api, "http-api", resource.properties.get("CorsConfiguration")),
    ...(document ? [read(api, "http-api-openapi", document.resolve(document.root.get("x-amazon-apigateway-cors")))] : []),
  ].filter((choice) => choice !== undefined);
  const rules = written.flatMap(({ rules }) => (rules ? [rules] : []));
  const choices = written.flatMap((choice) => choice.choices);
  if (isHidden) choices.push({ kind: "unknown", reason: "the API's definition is out of view" });
  const [first = { kind: "none" }, ...others] = choices;
  return { choices: [first, ...others], rules, ownsCors: owned([first, ...others], rules), place: written[0]?.place };
}

function owned(choices: readonly CorsChoice[], rules: readonly CorsRules[]): Tri {
  if (choices.every(({ kind }) => kind === "none")) return "no";
  const isCertain = choices.every((choice) => choice.kind === "configured") || (rules.length > 0 && rules.every(({ block }) => block.rejected && block.rejected.kind !== "malformed"));
  return isCertain ? "yes" : "maybe";
}

function read(api: Api, dialect: "http-api" | "http-api-openapi", view: View): { readonly choices: readonly CorsChoice[]; readonly rules: CorsRules | undefined; readonly place: Place } | undefined {
  const { place } = view;
  if (view.kind === "absent") return undefined;
  if (view.kind === "opaque" && !isAlwaysList(view)) return { place, choices: [{ kind: "unknown", reason: view.reason ?? "the CORS configuration is out of view" }], rules: undefined };
  const rules = corsRules(api, dialect, view);
  const { rejected } = rules.block;
  if (rejected) return { place, choices: [{ kind: "unknown", reason: `API Gateway refuses this CORS configuration (${rejected.why})` }], rules };
  const configured: CorsChoice = { kind: "configured", rules };
  // Whether a configuration without origins still takes preflights from the routes is not documented.
  return { place, choices: rules.allowOrigins.presence === "no" ? [configured, { kind: "none" }] : [configured], rules };
}
