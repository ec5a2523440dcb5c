import { known, type Value } from "../../source/index.ts";

/** A route key, taken apart (HS11): `GET /users/{id}`, `ANY /{proxy+}`, `$default`. */
export interface RouteKey {
  /** `ANY` for `$default`. */
  readonly method: string;
  /** `/users/{id}`; `$default` for the catch-all. */
  readonly path: string;
}

export const DEFAULT_KEY: RouteKey = { method: "ANY", path: "$default" };

/** `undefined` where the key is not known, or is none. */
export function routeKeyFrom(value: Value): RouteKey | undefined {
  if (value.kind !== "known") return undefined;
  const text = value.text.trim();
  if (text === "$default") return DEFAULT_KEY;
  const match = /^([A-Za-z]+)\s+(\/.*)$/u.exec(text);
  const [, method, path] = match ?? [];
  return method !== undefined && path !== undefined ? { method: method.toUpperCase(), path } : undefined;
}

/** As it is written in a template. */
export function routeKeyText({ method, path }: RouteKey): Value {
  return known(path === "$default" ? path : `${method} ${path}`);
}

/** A path that matches the template: `{id}` becomes `id`, `{proxy+}` becomes `proxy`. */
export function exampleFor(path: string): string {
  return path === "$default" ? "/" : path.replace(/\{([^{}+]*)\+?\}/gu, (_, name: string) => encodeURIComponent(name) || "value");
}
