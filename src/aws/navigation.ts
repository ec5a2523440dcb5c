import { startsWith, type Value } from "../source/index.ts";
import { functionAnswers } from "./handlers/index.ts";
import type { MappedResponse, Route } from "./model.ts";

/**
 * Does a route do nothing but send the browser to another page (a short link, a sign-in)? Pages link to such a route; a script that calls it
 * gets nothing it could read.
 */
export function sendsElsewhere(route: Route, mapped: readonly MappedResponse[] | undefined): boolean {
  if (route.method !== "GET") return false;
  const statuses = mapped ? mapped.map(({ status }) => status) : route.integration.kind === "proxy-function" ? returnedStatuses(route) : [];
  const successes = statuses.filter((status) => !isError(status));
  return successes.length > 0 && successes.every((status) => status.kind === "known" && /^30[12378]$/u.test(status.text));
}

/**
 * Does a route answer with a page? Browsers open it, and no script reads it. `page`: a document in a bucket is one by its name, and what else
 * comes from a bucket beside it are its scripts and pictures.
 */
export function opensAsPage(route: Route, mapped: readonly MappedResponse[] | undefined, stored: "page" | "file of a page" | undefined): boolean {
  if (route.method !== "GET") return false;
  if (stored) return true;
  const types = mapped ? mapped.filter(({ status }) => !isError(status)).map(sentType) : route.integration.kind === "proxy-function" ? returnedTypes(route) : [];
  return types.length > 0 && types.every((type) => type !== undefined && startsWith(type, "text/html") === "yes");
}

function sentType({ mappings }: MappedResponse): Value | undefined {
  return mappings.find(({ header }) => header?.toLowerCase() === "content-type")?.value;
}

function returnedTypes(route: Route): readonly (Value | undefined)[] {
  return functionAnswers(route, route.method).map(({ headers }) => headers.find(({ name, presence }) => name.toLowerCase() === "content-type" && presence === "present")?.value);
}

function returnedStatuses(route: Route): readonly Value[] {
  return functionAnswers(route, route.method).map(({ status }) => status);
}

function isError(status: Value): boolean {
  return status.kind === "known" && /^[45]\d\d$/u.test(status.text);
}
