import { describe, knownText } from "../../source/index.ts";
import type { Value } from "../../source/index.ts";
import type { CorsSetting } from "../model.ts";
import { pathParametersOf, type ReadResponse, requestTemplate, responseTemplate } from "./method.ts";
import { templateRuns } from "./vtl.ts";

/** Pages that no template names: one that answers with them answers with whatever it is sent. */
const STRANGERS = ["https://foreign.example.net", "http://stranger.example.org:8080"] as const;

const MAX_CANDIDATES = 8;

/** `origins`: the pages that a template names and answers with their own origin. */
export interface Echo {
  readonly echoes: NonNullable<CorsSetting["echoes"]>;
  readonly origins: readonly string[];
}

/**
 * How the Access-Control-Allow-Origin that a mapping template sets depends on the `Origin` of the request (M11): the template is run for
 * pages that it cannot know and for those that it names. A header counts only where the template sets it for sure.
 */
export function echoOf(response: ReadResponse): Echo | undefined {
  const { method, spec } = response;
  const isMock = method.route.integration.kind === "mock";
  const templates = [responseTemplate(spec.templates), isMock ? requestTemplate(method.spec.integration, "application/json") : undefined];
  for (const template of templates) {
    if (template === undefined || template.kind === "absent") continue;
    const text = template.text();
    const answers = (origin: string): boolean => echoes(text, origin, response);
    if (STRANGERS.every(answers)) return { echoes: "any-origin", origins: [] };
    const origins = originsIn(text).filter(answers);
    if (origins.length > 0) return { echoes: "chosen-origins", origins };
  }
  return undefined;
}

function echoes(template: Value, origin: string, { method }: ReadResponse): boolean {
  const request = { method: method.route.method, path: method.route.path, headers: [["origin", origin]] as const };
  const runs = templateRuns(template, { request, pathParameters: pathParametersOf(method.spec) });
  return runs.some(({ headers }) => headers.some(({ name, value, presence }) => name.toLowerCase() === "access-control-allow-origin" && presence === "present" && knownText(value) === origin));
}

/** The origins that the text of the template names. */
function originsIn(template: Value): readonly string[] {
  return [...new Set(describe(template).match(/https?:\/\/[\w.:-]+/giu))].slice(0, MAX_CANDIDATES);
}
