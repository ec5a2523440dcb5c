import type { Response, Server } from "../../fetch/index.ts";
import type { Place } from "../../source/index.ts";
import type { Template, View, World, WorldResource } from "../../template/index.ts";
import { unknownResponse } from "../cors-answer.ts";
import { corsSettings, type CorsRules } from "../cors-block.ts";
import { ApiDeclarations, type Declarations } from "../declared.ts";
import { apiIntent, signal } from "../intent.ts";
import type { ApiOutline, AwsCause, CorsBlock, CorsSetting, Deployment, HeadersPolicy, Intent } from "../model.ts";
import { policyRules } from "./policy-rules.ts";

/** A response headers policy with CORS headers, in one scenario. Nobody calls it, so it has no routes. */
export class BuiltHeadersPolicy implements HeadersPolicy {
  readonly kind = "headers-policy";
  readonly ownsCors = "yes";
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly place: Place;
  readonly constructPath: string | undefined;
  readonly routes = [];
  readonly outOfView = [];
  readonly deployment: Deployment;
  readonly rules: CorsRules;
  readonly corsBlocks: readonly CorsBlock[];
  readonly settings: readonly CorsSetting[];
  readonly server: Server<AwsCause>;
  readonly declared: ApiDeclarations;
  #intent: Intent | undefined;

  constructor(world: World, resource: WorldResource, config: View, declarations?: Declarations) {
    this.id = resource.id;
    this.name = resource.id;
    this.world = world;
    this.place = resource.place;
    this.constructPath = resource.constructPath;
    this.deployment = { live: "yes", stages: [], why: "a policy is live as soon as a distribution names it", place: resource.place, snapshots: [] };
    this.rules = policyRules(this, config);
    this.corsBlocks = [this.rules.block];
    this.settings = corsSettings(this.rules);
    this.declared = new ApiDeclarations(declarations, this);
    const answer: Response<AwsCause> = unknownResponse("a policy answers nothing by itself", `the policy ${this.name}`, resource.place);
    this.server = { respond: () => [answer] };
  }

  get intent(): Intent {
    return (this.#intent ??= apiIntent(this.world, { id: this.id, kind: this.kind, place: this.place, signals: [signal.corsConfiguration(this.rules.block.place)], declared: this.declared }));
  }
}

/** `CorsConfig` of a policy in view. */
export function corsConfigOf(resource: WorldResource): View {
  return resource.properties.get("ResponseHeadersPolicyConfig").get("CorsConfig");
}

/** The response headers policies of a template that set CORS headers. */
export function headersPolicyOutlines(template: Template): readonly ApiOutline[] {
  const outlines: ApiOutline[] = [];
  for (const { id, type } of template.resources.values()) {
    if (type !== "AWS::CloudFront::ResponseHeadersPolicy") continue;
    outlines.push({
      kind: "headers-policy",
      id,
      template,
      members: [id],
      build(world: World, declarations?: Declarations): BuiltHeadersPolicy | undefined {
        const resource = world.resources.get(id);
        const config = resource && corsConfigOf(resource);
        return resource && config?.kind === "map" ? new BuiltHeadersPolicy(world, resource, config, declarations) : undefined;
      },
    });
  }
  return outlines;
}
