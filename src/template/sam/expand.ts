import type { MapNode, Place } from "../../source/index.ts";
import type { Dropped, Opaque, Problem } from "../types.ts";
import { expandConnector } from "./connector.ts";
import { resolveDerived } from "./derived-references.ts";
import { editMap, EditableMap, get, isTruthy, scalar, stringOf } from "./editable.ts";
import { embeddedConnectors } from "./embedded-connectors.ts";
import { checkLogicalId } from "./events.ts";
import { expandFunction } from "./function.ts";
import { globalsOf, mergeGlobals } from "./globals.ts";
import { expandHttpApi } from "./http-api.ts";
import { addImplicitApi, HTTP, REST } from "./implicit-api.ts";
import type { Made } from "./made.ts";
import { expandApplication, expandGraphQl, expandLayer, expandOther, expandSimpleTable } from "./others.ts";
import { Parameters } from "./parameters.ts";
import { refuseDocument, SamRefusal } from "./refusal.ts";
import { expandRestApi } from "./rest-api.ts";
import { checkProperties, resourceSchema } from "./schema.ts";
import { Expansion, PREFIX, Serverless } from "./serverless.ts";
import { expandStateMachine } from "./state-machine.ts";
import { skeletonOf } from "./swagger.ts";
import { isOpenApi3 } from "./body.ts";
import { expandWebSocketApi } from "./websocket.ts";

export interface SamOptions {
  /** Values of parameters, given or by default. Defaults that stand in the template need not be repeated. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The template is what CloudFormation gets: what is local was uploaded, so that a local path is refused as SAM refuses it. */
  readonly isPackaged?: boolean;
}

export interface SamExpansion {
  /** The template without SAM: every node made stands where the SAM text stands that it was made from. */
  readonly root: MapNode;
  /** What SAM refuses, in SAM's words (`sam-transform-error`). The rest of the template is expanded all the same. */
  readonly problems: readonly Problem[];
  readonly dropped: readonly Dropped[];
  readonly opaque: readonly Opaque[];
  /** Which SAM resource each made resource comes from. */
  readonly expandedFrom: ReadonlyMap<string, string>;
}

/**
 * Expands `AWS::Serverless` resources into the CloudFormation that AWS's transform makes of them (docs/sam.md says how far).
 * References to parameters stay references, so that each scenario can still be told apart. Never throws for a template's sake.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
 */
export function expandSam(root: MapNode, options: SamOptions): SamExpansion {
  const copy = new EditableMap(root.place, root.entries());
  const expansion = new Expansion(copy, new Parameters(root, options.parameters), options.isPackaged ?? false);
  attempt(expansion, () => expandAll(expansion));
  const { dropped, opaque, expandedFrom } = expansion;
  return { root: copy, problems: expansion.reported, dropped, opaque, expandedFrom };
}

/** Runs a step; a refusal is noted, anything else would be a fault of ours. */
function attempt<T>(expansion: Expansion, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SamRefusal)) throw error;
    const problem: Problem = { rule: "sam-transform-error", message: error.message, place: error.place };
    expansion.refuse(problem, error.fatal);
    return undefined;
  }
}

function expandAll(expansion: Expansion): void {
  const { root } = expansion;
  const resources = root.get("Resources");
  if (resources?.kind !== "map" || resources.size === 0) refuseDocument("'Resources' section is required", resources?.place ?? root.place);
  for (const { value } of resources.entries()) {
    if (value.kind !== "map") refuseDocument("All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.", value.place);
  }
  collect(expansion, resources);
  attempt(expansion, () => checkShapes(expansion));
  addDefaultBodies(expansion);
  const globals = root.get("Globals");
  attempt(expansion, () => addImplicitApi(expansion, REST, globals));
  attempt(expansion, () => addImplicitApi(expansion, HTTP, globals));
  attempt(expansion, () => applyGlobals(expansion));
  root.delete("Globals");
  root.delete("Transform");
  embeddedConnectors(expansion, (step) => attempt(expansion, step));
  for (const source of inOrder(expansion)) expandOne(expansion, source);
  write(expansion, resources);
}

function collect(expansion: Expansion, resources: MapNode): void {
  for (const { key, keyPlace, value } of resources.entries()) {
    if (value.kind !== "map") continue;
    const type = stringOf(value.get("Type"))?.trim() ?? "";
    if (type.startsWith(PREFIX)) expansion.serverless.set(key, new Serverless(key, type, keyPlace, value));
  }
  expansion.isPythonOrdered = hasRestApi(expansion) || hasDefaultAuthorizer(expansion);
}

function hasRestApi(expansion: Expansion): boolean {
  return [...expansion.serverless.values()].some(({ type, properties }) => type === `${PREFIX}Api` || hasEvent(properties, "Api"));
}

function hasDefaultAuthorizer(expansion: Expansion): boolean {
  const isGlobal = isTruthy(get(get(get(expansion.root.get("Globals"), "HttpApi"), "Auth"), "DefaultAuthorizer"));
  return [...expansion.serverless.values()].some(
    ({ type, properties }) => (type === `${PREFIX}HttpApi` && (isGlobal || isTruthy(get(properties.get("Auth"), "DefaultAuthorizer")))) || (isGlobal && hasEvent(properties, "HttpApi")),
  );
}

function hasEvent(properties: MapNode, type: string): boolean {
  const events = properties.get("Events");
  return events?.kind === "map" && [...events.entries()].some(({ value }) => stringOf(get(value, "Type")) === type);
}

function checkShapes(expansion: Expansion): void {
  for (const source of expansion.serverless.values()) {
    const properties = source.body.get("Properties");
    const refuse = (error: string, place: Place): never => {
      throw new SamRefusal(error, place, { fatal: true });
    };
    const condition = source.attribute("Condition");
    if (isTruthy(condition) && stringOf(condition) === undefined) refuseDocument("Every Condition member must be a string.", condition.place);
    if (properties !== undefined && properties.kind !== "map") refuse(`Resource with id [${source.id}] is invalid. Attribute 'Properties' should be a map.`, properties.place);
  }
}

function addDefaultBodies(expansion: Expansion): void {
  for (const api of expansion.ofType("Api", "HttpApi")) {
    if (isTruthy(api.properties.get("DefinitionBody")) || isTruthy(api.properties.get("DefinitionUri"))) continue;
    api.properties.set("DefinitionBody", skeletonOf(api.type, api.place), api.idPlace);
    api.managed = true;
  }
}

function applyGlobals(expansion: Expansion): void {
  const sections = globalsOf(expansion.root);
  for (const source of expansion.serverless.values()) source.properties = mergeGlobals(source, sections);
  for (const api of expansion.ofType("Api")) {
    const version = api.properties.entry("OpenApiVersion");
    // Here SAM asks only whether its mark is there, whatever it says.
    if (!(api.managed || api.properties.has("__MANAGE_SWAGGER")) || version?.value.kind !== "scalar" || !isOpenApi3(version.value)) continue;
    const text = scalar(version.value.place, version.value.text);
    api.properties.set("OpenApiVersion", text, version.keyPlace);
    const body = editMap(api.properties, "DefinitionBody");
    body?.set("openapi", text, version.keyPlace);
    body?.delete("swagger");
  }
}

const FIRST = ["Function", "WebFunction", "StateMachine", "Api", "HttpApi", "WebSocketApi"];

/** Events change the bodies of APIs, so that functions come first; connectors need all the rest. */
function inOrder(expansion: Expansion): Serverless[] {
  const rank = ({ type }: Serverless): number => {
    const kind = type.slice(PREFIX.length);
    if (kind === "Connector") return FIRST.length;
    const index = FIRST.indexOf(kind);
    return index < 0 ? FIRST.length - 1 : Math.min(index, FIRST.indexOf("Api"));
  };
  return expansion.allInOrder().map((source) => ({ source, rank: rank(source) })).sort((a, b) => a.rank - b.rank).map(({ source }) => source);
}

const EXPANDERS: Readonly<Record<string, (expansion: Expansion, source: Serverless) => Made[]>> = {
  Api: expandRestApi,
  HttpApi: expandHttpApi,
  WebSocketApi: expandWebSocketApi,
  Function: expandFunction,
  StateMachine: expandStateMachine,
  SimpleTable: expandSimpleTable,
  LayerVersion: expandLayer,
  Application: expandApplication,
  GraphQLApi: expandGraphQl,
  Connector: expandConnector,
};

/** Which made resource `!Ref Id.Property` stands for. */
const DERIVED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Api: {
    Stage: "AWS::ApiGateway::Stage", Deployment: "AWS::ApiGateway::Deployment", DomainName: "AWS::ApiGateway::DomainName",
    DomainNameV2: "AWS::ApiGateway::DomainNameV2", UsagePlan: "AWS::ApiGateway::UsagePlan", UsagePlanKey: "AWS::ApiGateway::UsagePlanKey",
    ApiKey: "AWS::ApiGateway::ApiKey",
  },
  HttpApi: { Stage: "AWS::ApiGatewayV2::Stage", DomainName: "AWS::ApiGatewayV2::DomainName" },
  WebSocketApi: { Stage: "AWS::ApiGatewayV2::Stage", DomainName: "AWS::ApiGatewayV2::DomainName" },
  Function: { Alias: "AWS::Lambda::Alias", Version: "AWS::Lambda::Version", DestinationTopic: "AWS::SNS::Topic", DestinationQueue: "AWS::SQS::Queue" },
};

function expandOne(expansion: Expansion, source: Serverless): void {
  const kind = source.type.slice(PREFIX.length);
  const made = attempt(expansion, () => {
    checkLogicalId(source.id, source.idPlace);
    const schema = resourceSchema(source.type);
    if (schema !== undefined) checkProperties(source.id, source.type, schema, source.properties);
    const expander = Object.hasOwn(EXPANDERS, kind) ? EXPANDERS[kind] : undefined;
    return expander === undefined ? expandOther(expansion, source, kind) : expander(expansion, source);
  });
  if (made === undefined && Object.hasOwn(EXPANDERS, kind)) expansion.failed.add(source.id);
  for (const resource of made ?? []) add(expansion, source, resource);
  for (const [property, type] of Object.entries((Object.hasOwn(DERIVED, kind) ? DERIVED[kind] : undefined) ?? {})) {
    const id = made?.findLast((resource) => resource.type === type)?.id;
    if (id !== undefined) expansion.aliases.set(`${source.id}.${property}`, id);
  }
}

const MAY_SHARE = /^AWS::(?:ApiGateway::(?:DomainName|BasePathMapping)(?:V2)?|S3::Bucket|SNS::Topic|Cognito::UserPool)$/u;

function add(expansion: Expansion, source: Serverless, resource: Made): void {
  const there = expansion.originalType(resource.id);
  const isOwn = resource.id === source.id || there === undefined || (MAY_SHARE.test(resource.type) && there === resource.type);
  if (!isOwn) {
    attempt(expansion, () => {
      const sentence = `Transforming resource with id [${source.id}] attempts to create a new resource with id [${resource.id}] and type "${resource.type}". A resource with that id already exists within this template. Please use a different id for that resource.`;
      throw new SamRefusal(sentence, source.idPlace);
    });
    return;
  }
  expansion.made.set(resource.id, resource);
  if (!expansion.expandedFrom.has(resource.id)) expansion.expandedFrom.set(resource.id, source.id);
}

/** Writes what was made over what was written; references to derived resources are resolved everywhere. */
function write(expansion: Expansion, resources: MapNode): void {
  const { root, made, serverless, aliases } = expansion;
  const written = new EditableMap(resources.place);
  const bySource = new Map<string, Made[]>();
  for (const resource of made.values()) {
    const source = expansion.expandedFrom.get(resource.id) ?? "";
    const there = bySource.get(source);
    if (there === undefined) bySource.set(source, [resource]);
    else there.push(resource);
  }
  const writeMade = (id: string): void => {
    for (const resource of bySource.get(id) ?? []) written.set(resource.id, resource.node, resource.idPlace);
  };
  for (const entry of resources.entries()) {
    if (!serverless.has(entry.key) || expansion.failed.has(entry.key)) written.set(entry.key, expansion.withDependencies(entry.key, entry.value), entry.keyPlace);
    else writeMade(entry.key);
  }
  for (const id of serverless.keys()) if (!resources.has(id)) writeMade(id);
  const entry = root.entry("Resources");
  root.set("Resources", written, entry?.keyPlace);
  if (aliases.size === 0) return;
  for (const { key, value } of [...root.entries()]) root.set(key, resolveDerived(value, aliases));
}
