import type { Ext } from "./values.ts";

/** Wrappers and decorators that watch a handler, and leave the headers of what it returns alone. */
const HARMLESS =
  /log|trac|metric|captur|valid|retry|cache|xray|x_ray|segment|idempot|inject|measur|profil|durable|singleton|secret|sentry|datadog|lumigo|thundra|epsagon|newrelic|staticmethod|classmethod|wraps|property|abstract|typecheck|parser|parse_|warm|audit|timed|timer|singleton|flag|otel|telemetry|observ|instrument|bref|powertools|scope|event_source|tenant|authori[sz]e|permission|require/iu;

/** Packages of which every wrapper only watches. */
const WATCHERS = /^(?:@sentry\/|sentry_sdk|datadog|@lumigo|lumigo|@thundra|thundra|epsagon|newrelic|@newrelic|@opentelemetry|opentelemetry|@aws-lambda-powertools\/(?:logger|tracer|metrics)|aws_xray_sdk|aws-xray-sdk|lambda-warmer|aws-embedded-metrics|aws_embedded_metrics)/iu;

/** Functions that do not change the objects they are given. */
const READERS = /^(?:log|info|warn|warning|error|debug|trace|print|pprint|stringify|dumps|dump|send|put|get|publish|post|emit|add|push|capture|validate|assert|format|parse|loads|len|type|isinstance|bool|int|float|sorted|list|keys|entries|values|isArray|inspect|encode|hash|sign|invoke|exec|execute|query|metric|annotate|fetch|request|save|create|update|delete|write|end|append|table)/iu;

function lastName(ext: Ext): string {
  return ext.path.replace(/\(\)/gu, "").split(/[.#]/u).filter(Boolean).at(-1) ?? "";
}

export function isHarmlessWrapper(ext: Ext): boolean {
  const name = lastName(ext);
  return (HARMLESS.test(name) || WATCHERS.test(ext.path)) && !/cors|response|header|origin/iu.test(name);
}

/** middy, and what is chained to it: the handler that it is given is called later. */
export function isMiddy(ext: Ext): boolean {
  return /^@?middy(?:\/core)?#/u.test(ext.path);
}

/** A method of a client, a logger or a global reads its arguments; a bare function of another module may change them. */
export function isPure(callee: Ext): boolean {
  const name = lastName(callee);
  if (/cors|header/iu.test(callee.path)) return false;
  return callee.how === "global" || READERS.test(name) || !callee.path.includes("#") || (callee.how === "get" && callee.of?.how !== "import");
}

/** Is it something of the project itself that is not in view, by its path? */
export function isOfProject(path: string): boolean {
  return /^[./~]|^@\/|^src\//u.test(path);
}

/** Does the name say that CORS is dealt with there? Then a missing header is never certain. */
export function soundsLikeCors(text: string): boolean {
  return /cors/iu.test(text);
}

const ENVIRONMENT = /^(?:(?:node:)?process[.#]env|import\.meta\.env|os#environ|Deno\.env)$/u;

/** Is it the map of environment variables, by the path of what is out of view? */
export function isEnvironment(path: string): boolean {
  return ENVIRONMENT.test(path);
}
