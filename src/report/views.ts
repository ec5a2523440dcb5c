import type { Declarations } from "../aws/declared.ts";
import type { Api, AwsCause, Route } from "../aws/model.ts";
import type { HeaderField, Response } from "../fetch/types.ts";
import { describe } from "../source/value.ts";
import type { Template } from "../template/types.ts";
import type { Engine } from "../linter/engine.ts";

/** An API in the scenarios in which it looks as it does. */
export interface ApiView {
  readonly api: Api;
  readonly scenario: ReadonlyMap<string, string>;
  /** `Stage=prod`; empty where there is only one scenario. */
  readonly label: string;
}

/** Each API of a template in each scenario in which it exists. */
export function* apiViews(engine: Pick<Engine, "apisOf">, template: Template, declarations?: Declarations): Generator<ApiView> {
  for (const outline of engine.apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      const api = outline.build(template.world(scenario), declarations);
      if (!api) continue;
      const chosen = new Map([...scenario.parameters, ...Array.from(scenario.conditions, ([name, value]) => [name, String(value)] as const)]);
      yield { api, scenario: chosen, label: scenario.label };
    }
  }
}

/** The path of a route as a person calls it. */
export function routeName({ method, path }: Pick<Route, "method" | "path">): string {
  return path.startsWith("/") ? `${method} ${path}` : path;
}

/** A header as it stands in an answer: its value, `absent`, or `unknown` with the reason. */
export function headerText(responses: readonly Response<AwsCause>[], name: string): string {
  const texts = responses.map((response) => {
    const fields = response.headers.filter((field) => field.name.toLowerCase() === name);
    if (fields.length > 0) return fields.map(fieldText).join(", ");
    return response.unlisted === "absent" ? "absent" : `unknown (${response.unlisted.unknown})`;
  });
  return [...new Set(texts)].join(" or ");
}

/** The value of a header field; one that is not sent for sure says so. */
export function fieldText({ value, presence }: HeaderField): string {
  return presence === "present" ? describe(value) : `${describe(value)} (perhaps)`;
}

export function statusText(responses: readonly Response<AwsCause>[]): string {
  return [...new Set(responses.map(({ status }) => describe(status)))].join(" or ");
}

/** Header names and values as data: unknown ones read `unknown (why)`. */
export function headersData(responses: readonly Response<AwsCause>[]): Record<string, string> {
  const names = [...new Set(responses.flatMap(({ headers }) => headers.map(({ name }) => name.toLowerCase())))].sort();
  return Object.fromEntries(names.map((name) => [name, headerText(responses, name)]));
}

/** What is to be said of headers that are not listed. */
export function otherHeadersText(responses: readonly Response<AwsCause>[]): string {
  const reasons = [...new Set(responses.flatMap(({ unlisted }) => (unlisted === "absent" ? [] : [unlisted.unknown])))];
  return reasons.length === 0 ? "absent" : `unknown (${reasons.join("; ")})`;
}

/** `REST API`, `HTTP API`, `WebSocket API`, `function URL`, … */
export function kindName(api: Api): string {
  switch (api.kind) {
    case "rest":
      return "REST API";
    case "http":
      return api.webSocket ? "WebSocket API" : "HTTP API";
    case "function-url":
      return "function URL";
    case "bucket":
      return "S3 bucket";
    case "distribution":
      return "CloudFront distribution";
    case "headers-policy":
      return "response headers policy";
  }
}

export function answeredByText(responses: readonly Response<AwsCause>[]): string {
  return [...new Set(responses.map(({ answeredBy }) => answeredBy))].join(" or ");
}
