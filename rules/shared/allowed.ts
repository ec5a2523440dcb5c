import type { Route } from "../../src/aws/index.ts";
import { agreedOrigin } from "./mapping-edits.ts";

/** What a preflight is to allow. */
export interface Allowed {
  readonly origin: string;
  readonly methods: readonly string[];
  readonly headers: readonly string[];
}

/**
 * The declared page, or the one that the rest of the API allows, or any, with the methods and headers that these routes need; `undefined` where
 * one value cannot hold the pages that are declared.
 */
export function allowedFor({ api, declaration }: Route, routes: readonly Route[]): Allowed | undefined {
  const declared = declaration?.origins?.values;
  if (declared && declared.length !== 1) return undefined;
  const calls = routes.filter(({ isOptions }) => !isOptions);
  const methods = new Set(calls.flatMap(({ browserMethods }) => browserMethods));
  const required = calls.flatMap((route) => [...route.requiredHeaders, ...(route.declaration?.requestHeaders ?? [])].map(({ name }) => name));
  return { origin: declared?.[0] ?? agreedOrigin(api) ?? "*", methods: [...methods].sort(), headers: [...new Set(["content-type", ...required])].sort() };
}
