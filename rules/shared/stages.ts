import type { Api } from "../../src/aws/index.ts";
import type { Related } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { isWrittenAt } from "./literals.ts";

const PRODUCTION = /^(?:.*[-_.])?(?:prod|production|prd|live)(?:[-_.].*)?$/iu;
const BEFORE_PRODUCTION = /(?:^|[-_.])(?:pre|non|not|dev|test|staging|stage|sandbox)[-_.]?/iu;
const KIND_OF_STAGE = /^(?:(?:api|app|deploy(?:ment)?|target)?-?_?(?:stage|env|environment)(?:name|type)?)$/iu;
const PRODUCTION_CONDITION = /^(?:is)?(?:prod|production)(?:env|environment|stage)?$/iu;

/** SAM deploys a stage of this name beside the one that is written (3.4). */
const SAM_SECOND_STAGE = "Stage";

/**
 * What shows that an API is the production one: the name of its only stages, or what the scenario chose. A name that nobody wrote shows
 * nothing: SAM calls the stage of an implicit API `Prod`, CDK every stage `prod`. `undefined`: nothing shows it.
 */
export function evidenceOfProduction({ deployment: { stages }, world: { scenario, template } }: Api): { readonly what: string; readonly related: readonly Related[] } | undefined {
  const names = stages.filter(({ name, place }) => knownText(name) !== SAM_SECOND_STAGE || isWrittenAt(place, name)).map(({ name }) => knownText(name));
  if (names.some((name) => name !== undefined && name !== "$default" && !isProduction(name))) return undefined;
  for (const [parameter, value] of scenario.parameters) {
    if (KIND_OF_STAGE.test(parameter) && isProduction(value)) return { what: `${parameter}=${value}`, related: [] };
  }
  for (const [condition, holds] of scenario.conditions) {
    if (holds && PRODUCTION_CONDITION.test(condition)) return { what: condition, related: [] };
  }
  if (template.format === "cdk") return undefined;
  const stage = stages.find(({ name, place }) => isProduction(knownText(name) ?? "") && isWrittenAt(place, name));
  return stage && { what: `the stage ${knownText(stage.name) ?? ""}`, related: [{ place: stage.place, note: "this is the production stage" }] };
}

function isProduction(name: string): boolean {
  return PRODUCTION.test(name) && !BEFORE_PRODUCTION.test(name);
}
