import type { Value } from "../source/index.ts";
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

function returnedStatuses(route: Route): readonly Value[] {
  return functionAnswers(route, route.method).map(({ status }) => status);
}

function isError(status: Value): boolean {
  return status.kind === "known" && /^[45]\d\d$/u.test(status.text);
}
