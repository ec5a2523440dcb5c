import type { Api, ApiOutline } from "../aws/index.ts";

/** An API as both versions of a template have it, before a scenario is chosen. */
export interface ApiPair {
  readonly before: ApiOutline;
  readonly after: ApiOutline;
}

export interface PairedApis {
  readonly pairs: readonly ApiPair[];
  /** APIs of the old version that the new one no longer has. */
  readonly removed: readonly ApiOutline[];
}

/**
 * Which API of the new version is which of the old: the one with the same logical id, else the same construct path, the same name, else the
 * only one left with most of the routes. The kind may differ: a REST API that was turned into an HTTP API is still the API that pages call.
 */
export function pairedApis(before: readonly ApiOutline[], after: readonly ApiOutline[]): PairedApis {
  const old = new Set(before);
  const found = new Map<ApiOutline, ApiOutline>();
  const pairBy = (keyOf: (outline: ApiOutline) => string | undefined): void => {
    const index = uniqueBy(old, keyOf);
    for (const outline of uniqueBy(after.filter((candidate) => !found.has(candidate)), keyOf)) {
      const match = index.get(outline[0]);
      if (match === undefined || !old.has(match)) continue;
      found.set(outline[1], match);
      old.delete(match);
    }
  };
  pairBy(({ kind, id }) => `${kind} ${id}`);
  pairBy(({ id }) => id);
  if (old.size > 0 && found.size < after.length) {
    const defaults = new Map([...before, ...after].map((outline) => [outline, defaultApi(outline)]));
    pairBy((outline) => defaults.get(outline)?.constructPath);
    pairBy((outline) => nameOf(defaults.get(outline)));
    pairLeftover(defaults);
  }
  return { pairs: after.flatMap((outline) => {
    const match = found.get(outline);
    return match ? [{ before: match, after: outline }] : [];
  }), removed: [...old] };

  function pairLeftover(defaults: ReadonlyMap<ApiOutline, Api | undefined>): void {
    const [single, ...others] = old;
    const [outline, ...more] = after.filter((candidate) => !found.has(candidate));
    if (!single || !outline || others.length > 0 || more.length > 0 || !sharesRoutes(defaults.get(single), defaults.get(outline))) return;
    found.set(outline, single);
    old.delete(single);
  }
}

/** The items by a key that no other has. */
function uniqueBy(outlines: Iterable<ApiOutline>, keyOf: (outline: ApiOutline) => string | undefined): ReadonlyMap<string, ApiOutline> {
  const found = new Map<string, ApiOutline>();
  const ambiguous = new Set<string>();
  for (const outline of outlines) {
    const key = keyOf(outline);
    if (key === undefined) continue;
    if (found.has(key)) ambiguous.add(key);
    found.set(key, outline);
  }
  for (const key of ambiguous) found.delete(key);
  return found;
}

function defaultApi(outline: ApiOutline): Api | undefined {
  const { template } = outline;
  for (const scenario of template.scenarios(outline.members).all) {
    const api = outline.build(template.world(scenario));
    if (api) return api;
  }
  return undefined;
}

function nameOf(api: Api | undefined): string | undefined {
  return api === undefined || api.name === api.id ? undefined : api.name;
}

function sharesRoutes(a: Api | undefined, b: Api | undefined): boolean {
  const paths = new Set(a?.routes.map(({ path }) => path));
  const shared = new Set(b?.routes.filter(({ path }) => paths.has(path)).map(({ path }) => path));
  return shared.size > 0 && shared.size * 2 >= paths.size;
}
