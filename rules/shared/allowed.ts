import type { Api, Route } from "../../src/aws/index.ts";
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
  const origin = originFor(api, declaration);
  if (origin === undefined) return undefined;
  const calls = routes.filter(({ isOptions }) => !isOptions);
  const methods = new Set(calls.flatMap(({ browserMethods }) => browserMethods));
  const required = calls.flatMap((route) => [...route.requiredHeaders, ...(route.declaration?.requestHeaders ?? [])].map(({ name }) => name));
  return { origin, methods: [...methods].sort(), headers: [...new Set(["content-type", ...required])].sort() };
}

/** The declared page, or the one that the rest of the API allows, or any; `undefined` where several are declared. */
export function originFor(api: Api, declaration: Route["declaration"]): string | undefined {
  const declared = declaration?.origins?.values;
  return declared && declared.length !== 1 ? undefined : (declared?.[0] ?? agreedOrigin(api) ?? "*");
}
