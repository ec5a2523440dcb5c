import { concat, known } from "../source/index.ts";
import { originsMeantBy } from "./browser-requests.ts";
import { DOMAIN_TYPES, mappingsOf } from "./domains.ts";
import type { Api } from "./model.ts";

/**
 * The path below which an API answers under an origin that the template gives it: an alias of a distribution, or a custom domain with its base
 * path. `undefined`: it is not called by that name.
 */
export function basePathUnder(api: Api, origin: string): string | undefined {
  if (api.kind === "distribution") return api.ownOrigins.has(origin) ? "" : undefined;
  for (const domain of DOMAIN_TYPES.flatMap((type) => api.world.ofType(type))) {
    const name = concat([known("https://"), domain.properties.get("DomainName").text()]);
    const mapping = name.kind === "known" && originsMeantBy(name).includes(origin) ? mappingsOf(api.world, domain).find(({ apiId }) => apiId === api.id) : undefined;
    if (mapping?.basePath !== undefined) return mapping.basePath;
  }
  return undefined;
}
