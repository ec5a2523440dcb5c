import { includes, startsWith, type Node, type Place } from "../source/index.ts";
import type { Template, View, World, WorldResource } from "../template/index.ts";
import { domainNamed, mappingsOf, MAPPING_TYPES } from "./domains.ts";
import type { IntentEvidence } from "./model.ts";
import { referencesTo, resourcesOf } from "./references.ts";

/** The weight of what a person says outright; no sum of signals reaches it. */
export const DECISIVE = 100;

/** A service in view that calls an API by URL. */
export interface ServiceCaller {
  /** What is known of the URL's end: `/prod/events`. */
  readonly urlEnd: string;
  readonly place: Place;
}

/** What the rest of the template says about the clients of an API. */
export function apiSignals(world: World, apiId: string): readonly IntentEvidence[] {
  const said = metadataClients(world, apiId);
  if (said) return [said];
  const of = signalsOf(world);
  const distribution = of.distributions.find(({ origins }) => mentionsApi(world, origins, apiId));
  const found: (IntentEvidence | undefined)[] = [
    of.userPool,
    distribution?.hasBucket === true
      ? { note: "this distribution serves the frontend and the API under one origin, so that no CORS is needed", weight: -4, place: distribution.place }
      : of.frontend,
    originVariable(world, apiId),
    exportedUrl(world, apiId),
    mutualTls(world, apiId),
  ];
  return found.filter((evidence) => evidence !== undefined);
}

/** Some identity pool hands AWS keys to browsers. */
export function hasIdentityPool(world: World): boolean {
  return world.ofType("AWS::Cognito::IdentityPool").length > 0;
}

/** `Metadata: { cors-lint: { clients: browser } }` on the API, or on the template for all of its APIs: a person's word. */
function metadataClients(world: World, apiId: string): IntentEvidence | undefined {
  return clientsIn(world, world.resources.get(apiId)?.body.get("Metadata")) ?? clientsIn(world, world.template.metadataOf(apiId));
}

function clientsIn(world: World, metadata: Node | undefined): IntentEvidence | undefined {
  if (!metadata) return undefined;
  const clients = world.view(metadata).get("cors-lint").get("clients");
  const text = clients.known();
  if (text === "browser") return { note: "the metadata say that browsers call it", weight: DECISIVE, place: clients.place };
  if (text === "service") return { note: "the metadata say that services call it", weight: -DECISIVE, place: clients.place };
  return undefined;
}

interface DistributionSignal {
  readonly place: Place;
  readonly origins: ReadonlySet<string>;
  readonly hasBucket: boolean;
}

/** What holds for all APIs of a world alike; found once. */
interface WorldSignals {
  readonly userPool: IntentEvidence | undefined;
  readonly frontend: IntentEvidence | undefined;
  readonly hasFrontendBucket: boolean;
  readonly distributions: readonly DistributionSignal[];
  readonly urlOutputs: readonly { readonly place: Place; readonly mentions: ReadonlySet<string> }[];
}

const found = new WeakMap<World, WorldSignals>();

function signalsOf(world: World): WorldSignals {
  const made = found.get(world);
  if (made) return made;
  const distributions = world.ofType("AWS::CloudFront::Distribution").map((distribution) => distributionSignal(world, distribution));
  const signals: WorldSignals = {
    userPool: userPoolSignal(world),
    frontend: frontendSignal(world, distributions),
    hasFrontendBucket: world.ofType("AWS::S3::Bucket").some(isWebsite) || world.ofType("Custom::CDKBucketDeployment").length > 0,
    distributions,
    urlOutputs: urlOutputs(world),
  };
  found.set(world, signals);
  return signals;
}

function userPoolSignal(world: World): IntentEvidence | undefined {
  for (const client of world.ofType("AWS::Cognito::UserPoolClient")) {
    const url = client.properties.get("CallbackURLs").items().find((item) => startsWith(item.text(), "https://") === "yes" || startsWith(item.text(), "http://localhost") === "yes");
    if (url) return { note: "this callback URL shows that a web page signs people in", weight: 2, place: url.place };
  }
  const [pool] = world.ofType("AWS::Cognito::IdentityPool");
  return pool && { note: "this identity pool hands AWS keys to browsers and apps", weight: 2, place: pool.place };
}

function frontendSignal(world: World, distributions: readonly DistributionSignal[]): IntentEvidence | undefined {
  const [app] = world.ofType("AWS::Amplify::App");
  if (app) return { note: "this app is a frontend of another origin", weight: 2, place: app.place };
  const site = world.ofType("AWS::S3::Bucket").find(isWebsite);
  if (site) return { note: "this bucket serves a frontend of another origin", weight: 2, place: site.place };
  const distribution = distributions.find(({ hasBucket }) => hasBucket);
  return distribution && { note: "this distribution serves a frontend of another origin", weight: 2, place: distribution.place };
}

function isWebsite(bucket: WorldResource): boolean {
  return bucket.properties.get("WebsiteConfiguration").kind !== "absent";
}

function distributionSignal(world: World, distribution: WorldResource): DistributionSignal {
  const mentioned = new Set<string>();
  let hasBucket = false;
  for (const origin of distribution.properties.get("DistributionConfig").get("Origins").items()) {
    const ids = origin.mentions().map(({ id }) => id);
    for (const id of ids) mentioned.add(id);
    const domain = domainNamed(world, origin.get("DomainName"));
    for (const { apiId } of domain ? mappingsOf(world, domain) : []) mentioned.add(apiId);
    const isS3 = origin.get("S3OriginConfig").kind !== "absent" || ids.some((id) => world.resources.get(id)?.type === "AWS::S3::Bucket");
    hasBucket ||= isS3 || includes(origin.get("DomainName").text(), ".s3") === "yes";
  }
  return { place: distribution.place, origins: mentioned, hasBucket };
}

/** Also an API that is reached through its stage. */
function mentionsApi(world: World, ids: ReadonlySet<string>, apiId: string): boolean {
  if (ids.has(apiId)) return true;
  return [...ids].some((id) => AS_ITS_API.test(world.resources.get(id)?.type ?? "") && world.template.referencesFrom(id).some(({ to }) => to === apiId));
}

const AS_ITS_API = /^AWS::ApiGateway(?:V2)?::(?:Stage|Deployment)$/u;

const ORIGIN_VARIABLE = /^(?:ALLOWED_|CORS_).*ORIGIN/iu;

function originVariable(world: World, apiId: string): IntentEvidence | undefined {
  if (!mentionsOriginVariable(world.template)) return undefined;
  for (const id of functionsOf(world, apiId)) {
    const variables = world.resources.get(id)?.properties.get("Environment").get("Variables").entries() ?? [];
    const variable = variables.find(({ key }) => ORIGIN_VARIABLE.test(key));
    if (variable) return { note: "its function is told which origins to allow", weight: 3, place: variable.keyPlace };
  }
  return undefined;
}

const withOriginVariable = new WeakMap<Template, boolean>();

/** Few templates do; in the others nobody need find out which functions belong to an API. */
function mentionsOriginVariable(template: Template): boolean {
  const known = withOriginVariable.get(template);
  if (known !== undefined) return known;
  const found = [...template.resources.values()].some(({ type, body }) => type === "AWS::Lambda::Function" && hasKeyLike(environmentIn(body.get("Properties")), ORIGIN_VARIABLE));
  withOriginVariable.set(template, found);
  return found;
}

/** Or all of the properties, where a function gives them. */
function environmentIn(properties: Node | undefined): Node | undefined {
  return properties?.kind === "map" ? (properties.get("Environment") ?? (properties.size === 1 ? properties : undefined)) : undefined;
}

function hasKeyLike(node: Node | undefined, pattern: RegExp, depth = 0): boolean {
  if (!node || node.kind === "scalar" || depth > MAX_NESTED) return false;
  if (node.kind === "list") return node.items.some((item) => hasKeyLike(item, pattern, depth + 1));
  return [...node.entries()].some(({ key, value }) => pattern.test(key) || hasKeyLike(value, pattern, depth + 1));
}

/** Variables stand two maps deep, branches of `Fn::If` between them. */
const MAX_NESTED = 20;

/** Functions that the API, or a resource of the API, mentions. */
function functionsOf(world: World, apiId: string): ReadonlySet<string> {
  const functions = new Set<string>();
  if (world.resources.get(apiId)?.type === "AWS::Lambda::Url") {
    for (const { to } of world.template.referencesFrom(apiId)) addFunction(world, to, functions);
    return functions;
  }
  const parts = [apiId, ...referencesTo(world.template, apiId).map(({ from }) => from).filter((from) => /^AWS::(?:ApiGateway|Lambda::Permission)/u.test(world.resources.get(from)?.type ?? ""))];
  for (const part of new Set(parts)) {
    for (const { to } of world.template.referencesFrom(part)) addFunction(world, to, functions);
  }
  return functions;
}

function addFunction(world: World, id: string, functions: Set<string>): void {
  const type = world.resources.get(id)?.type;
  if (type === "AWS::Lambda::Function") functions.add(id);
  if (type !== "AWS::Lambda::Alias" && type !== "AWS::Lambda::Version") return;
  for (const { to } of world.template.referencesFrom(id)) {
    if (world.resources.get(to)?.type === "AWS::Lambda::Function") functions.add(to);
  }
}

function exportedUrl(world: World, apiId: string): IntentEvidence | undefined {
  const of = signalsOf(world);
  if (!of.hasFrontendBucket) return undefined;
  const output = of.urlOutputs.find(({ mentions }) => mentions.has(apiId));
  return output && { note: "this output hands its URL to the frontend", weight: 1, place: output.place };
}

function urlOutputs(world: World): WorldSignals["urlOutputs"] {
  const outputs = world.template.root.get("Outputs");
  if (!outputs) return [];
  return world.view(outputs).entries().flatMap(({ keyPlace, value }) => {
    const handed = value.get("Value");
    // An id alone is for other stacks; a URL is made of more, or is an attribute.
    const reference = handed.reference();
    return reference && /(?:^|Id|Arn)$/u.test(reference.attribute ?? "") ? [] : [{ place: keyPlace, mentions: new Set(handed.mentions().map(({ id }) => id)) }];
  });
}

function mutualTls(world: World, apiId: string): IntentEvidence | undefined {
  for (const mapping of MAPPING_TYPES.flatMap(([type, api]) => resourcesOf(world, type, api, apiId))) {
    const tls = domainNamed(world, mapping.properties.get("DomainName"))?.properties.get("MutualTlsAuthentication");
    if (tls && tls.kind !== "absent") return { note: "its domain wants a client certificate, as services have", weight: -5, place: tls.place };
  }
  return undefined;
}

const callers = new WeakMap<World, readonly { readonly mentions: ReadonlySet<string>; readonly caller: ServiceCaller }[]>();

/** Where services in view name what they call: API destinations, targets of rules and pipes, subscriptions, state machines. */
const CALLS: readonly (readonly [type: string, ...properties: readonly string[]])[] = [
  ["AWS::Events::ApiDestination", "InvocationEndpoint"],
  ["AWS::Events::Rule", "Targets"],
  ["AWS::Pipes::Pipe", "Target", "Enrichment"],
  ["AWS::SNS::Subscription", "Endpoint"],
  ["AWS::StepFunctions::StateMachine", "DefinitionString", "Definition", "DefinitionSubstitutions"],
];

/** Services in view that call the API. */
export function serviceCallers(world: World, apiId: string): readonly ServiceCaller[] {
  let all = callers.get(world);
  if (!all) {
    all = CALLS.flatMap(([type, ...names]) =>
      world.ofType(type).flatMap(({ properties, place }) =>
        names.map((name) => {
          const called = properties.get(name);
          return { mentions: new Set(called.mentions().map(({ id }) => id)), caller: { urlEnd: urlEnd(called), place } };
        }),
      ),
    );
    callers.set(world, all);
  }
  return all.filter(({ mentions }) => mentions.has(apiId)).map(({ caller }) => caller);
}

function urlEnd(endpoint: View): string {
  const text = endpoint.text();
  const last = text.kind === "known" ? text.text : text.kind === "pattern" ? text.parts.at(-1) : "";
  return typeof last === "string" ? last : "";
}
