import type { Place } from "../../source/index.ts";
import type { Resource, Template, World } from "../../template/index.ts";
import type { Declarations } from "../declared.ts";
import type { Api, ApiOutline } from "../model.ts";
import { referencesFromKind, referredId } from "../references.ts";
import { BuiltHttpApi } from "./api.ts";

/** The HTTP and WebSocket APIs of a template, also those of other templates that its routes belong to. */
export function httpApiOutlines(template: Template): readonly ApiOutline[] {
  const outlines: ApiOutline[] = [];
  for (const resource of template.resources.values()) {
    if (resource.type === "AWS::ApiGatewayV2::Api") outlines.push(ownOutline(template, resource));
  }
  return [...outlines, ...foreignOutlines(template)];
}

function ownOutline(template: Template, resource: Resource): ApiOutline {
  const { id } = resource;
  return {
    kind: "http",
    id,
    template,
    members: [id, ...partsOf(template, id)],
    build(world: World, declarations?: Declarations): Api | undefined {
      const found = world.resources.get(id);
      return found && new BuiltHttpApi(world, { id, resource: found, place: found.place }, declarations);
    },
  };
}

function partsOf(template: Template, id: string): readonly string[] {
  return [...new Set(referencesFromKind(template, "AWS::ApiGatewayV2::", id).map(({ from }) => from))];
}

/** Routes whose `ApiId` is a parameter, an import or a constant. */
function foreignOutlines(template: Template): readonly ApiOutline[] {
  const routes = [...template.resources.values()].filter(({ type }) => type === "AWS::ApiGatewayV2::Route");
  if (routes.length === 0) return [];
  const world = template.world(template.scenarios([]).all[0]);
  const groups = new Map<string, { place: Place; members: string[] }>();
  for (const route of routes) {
    const view = world.view(route.body).get("Properties").get("ApiId");
    const id = referredId(view);
    if (id === undefined || template.resources.get(id)?.type === "AWS::ApiGatewayV2::Api") continue;
    const group = groups.get(id);
    if (group) group.members.push(route.id);
    else groups.set(id, { place: view.place, members: [route.id] });
  }
  return [...groups].map(([id, { place, members }]) => ({
    kind: "http",
    id,
    template,
    members,
    build: (inWorld: World, declarations?: Declarations): Api | undefined => (members.some((member) => inWorld.resources.has(member)) ? new BuiltHttpApi(inWorld, { id, resource: undefined, place }, declarations) : undefined),
  }));
}
