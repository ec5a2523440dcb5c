import type { View, World, WorldResource } from "../template/index.ts";
import { grouped, referredId, resourcesOf } from "./references.ts";

/** Of HTTP APIs and of REST APIs; a mapping of the one kind may name a domain of the other. */
export const DOMAIN_TYPES: readonly string[] = ["AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName"];

/** What puts an API under a custom domain: its type, and the properties that name the API and the path below which it stands. */
export const MAPPING_TYPES: readonly (readonly [type: string, api: string, path: string])[] = [
  ["AWS::ApiGateway::BasePathMapping", "RestApiId", "BasePath"],
  ["AWS::ApiGatewayV2::ApiMapping", "ApiId", "ApiMappingKey"],
];

/** An API under a custom domain. */
export interface DomainMapping {
  readonly apiId: string;
  /** `/v1`, or empty for one that takes the whole domain; `undefined`: not known. */
  readonly basePath: string | undefined;
}

/** The custom domain of the template that a text names: by reference, by an attribute, or because both write the same name. */
export function domainNamed(world: World, name: View): WorldResource | undefined {
  const resource = name.reference()?.resource;
  if (resource) return DOMAIN_TYPES.includes(resource.type) ? resource : undefined;
  const id = referredId(name);
  if (id === undefined) return undefined;
  return DOMAIN_TYPES.flatMap((type) => resourcesOf(world, type, "DomainName", id))[0];
}

const indexes = new WeakMap<World, ReadonlyMap<string, readonly DomainMapping[]>>();

/** The APIs that stand under a custom domain, as far as the template says. Indexed once a world. */
export function mappingsOf(world: World, domain: WorldResource): readonly DomainMapping[] {
  let byDomain = indexes.get(world);
  if (!byDomain) indexes.set(world, (byDomain = mappingsByDomain(world)));
  return byDomain.get(domain.id) ?? [];
}

function mappingsByDomain(world: World): ReadonlyMap<string, readonly DomainMapping[]> {
  const all = MAPPING_TYPES.flatMap(([type, api, path]) =>
    world.ofType(type).flatMap(({ properties }) => {
      const apiId = referredId(properties.get(api));
      return apiId === undefined ? [] : { apiId, basePath: basePathOf(properties.get(path)), domainId: domainNamed(world, properties.get("DomainName"))?.id };
    }),
  );
  return grouped(all, ({ domainId }) => domainId);
}

function basePathOf(path: View): string | undefined {
  if (path.kind === "absent") return "";
  const text = path.known();
  if (text === undefined) return undefined;
  return text === "" || text === "(none)" ? "" : `/${text}`;
}
