import type { Template, World } from "../../template/index.ts";
import type { Declarations } from "../declared.ts";
import type { Api, ApiOutline } from "../model.ts";
import { BuiltDistribution } from "./distribution.ts";
import { domainsOf, type Domains } from "./domains-of.ts";

/** The distributions of a template that stand in front of its APIs or of buckets with CORS rules. */
export function distributionOutlines(template: Template, others: readonly ApiOutline[]): readonly ApiOutline[] {
  const outlines: ApiOutline[] = [];
  const byId = new Map(others.map((outline) => [outline.id, outline]));
  let domains: Domains | undefined;
  for (const { id, type } of template.resources.values()) {
    if (type !== "AWS::CloudFront::Distribution") continue;
    domains ??= domainsOf(template);
    const mentioned = [...new Set(template.referencesFrom(id).map(({ to }) => to))];
    const mapped = domains.apisBehind(id);
    const behind = [...new Set([...mentioned, ...mapped])].flatMap((to) => byId.get(to) ?? []);
    if (behind.length === 0) continue;
    const policies = mentioned.filter((to) => template.resources.get(to)?.type.startsWith("AWS::CloudFront::"));
    outlines.push({
      kind: "distribution",
      id,
      template,
      members: [...new Set([id, ...policies, ...(mapped.length > 0 ? domains.members : []), ...behind.flatMap(({ members }) => members)])],
      build(world: World, declarations?: Declarations): BuiltDistribution | undefined {
        const resource = world.resources.get(id);
        if (!resource) return undefined;
        const apis = new Map(behind.flatMap((outline): [string, Api][] => {
          const api = builtOnce(world, outline, declarations);
          return api ? [[outline.id, api]] : [];
        }));
        return new BuiltDistribution(world, resource, apis);
      },
    });
  }
  return outlines;
}

const built = new WeakMap<World, { readonly declarations: Declarations | undefined; readonly apis: Map<string, Api | undefined> }>();

/** What stands behind many distributions is built once a world. */
function builtOnce(world: World, outline: ApiOutline, declarations: Declarations | undefined): Api | undefined {
  let kept = built.get(world);
  if (!kept || kept.declarations !== declarations) built.set(world, (kept = { declarations, apis: new Map() }));
  if (!kept.apis.has(outline.id)) kept.apis.set(outline.id, outline.build(world, declarations));
  return kept.apis.get(outline.id);
}
