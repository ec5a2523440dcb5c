import type { Template, World } from "../../template/index.ts";
import { DOMAIN_TYPES, domainNamed, mappingsOf, MAPPING_TYPES } from "../domains.ts";

/** The custom domains of a template, and the mappings that put APIs under them. */
export interface Domains {
  /** Of all of them; none where there is no domain. */
  readonly members: readonly string[];
  /** The ids of the APIs that a distribution reaches by them. */
  apisBehind(distribution: string): readonly string[];
}

export function domainsOf(template: Template): Domains {
  const members = [...template.resources.values()].filter(({ type }) => DOMAIN_TYPES.includes(type) || MAPPING_TYPES.some(([mapping]) => mapping === type)).map(({ id }) => id);
  if (members.length === 0) return { members, apisBehind: () => [] };
  let world: World | undefined;
  return {
    members,
    apisBehind(distribution) {
      const inWorld = (world ??= template.world(template.scenarios(members).all[0]));
      const origins = inWorld.resources.get(distribution)?.properties.get("DistributionConfig").get("Origins").items() ?? [];
      return origins.flatMap((origin) => {
        const domain = domainNamed(inWorld, origin.get("DomainName"));
        return domain ? mappingsOf(inWorld, domain).map(({ apiId }) => apiId) : [];
      });
    },
  };
}
