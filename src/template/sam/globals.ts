import type { MapNode, Node, Place } from "../../source/index.ts";
import { EditableMap, intrinsicOf, isTruthy, MAX_DEPTH, stringOf } from "./editable.ts";
import { refuseResource, SamRefusal } from "./refusal.ts";
import { PREFIX } from "./serverless.ts";
import type { Serverless } from "./serverless.ts";

/** The sections of `Globals` and what each may hold (SAM's "Globals section" reference), in SAM's order. */
const SUPPORTED: Readonly<Record<string, string>> = {
  Function: `Handler Runtime CodeUri DeadLetterQueue Description MemorySize Timeout VpcConfig Environment Tags PropagateTags Tracing KmsKeyArn
    AutoPublishAlias AutoPublishAliasAllProperties Layers DeploymentPreference RolePath PermissionsBoundary ReservedConcurrentExecutions
    ProvisionedConcurrencyConfig AssumeRolePolicyDocument EventInvokeConfig FileSystemConfigs CodeSigningConfigArn Architectures SnapStart
    EphemeralStorage FunctionUrlConfig RuntimeManagementConfig LoggingConfig RecursiveLoop SourceKMSKeyArn TenancyConfig DurableConfig
    CapacityProviderConfig FunctionScalingConfig PublishToLatestPublished VersionDeletionPolicy`,
  Api: `Auth Name DefinitionUri CacheClusterEnabled CacheClusterSize MergeDefinitions Variables EndpointConfiguration MethodSettings
    BinaryMediaTypes MinimumCompressionSize Cors GatewayResponses AccessLogSetting CanarySetting TracingEnabled OpenApiVersion Domain
    AlwaysDeploy PropagateTags SecurityPolicy EndpointAccessMode`,
  HttpApi: "Auth AccessLogSettings StageVariables Tags CorsConfiguration DefaultRouteSettings Domain RouteSettings FailOnWarnings PropagateTags",
  SimpleTable: "SSESpecification",
  StateMachine: "PropagateTags",
  LayerVersion: "PublishLambdaVersion",
  CapacityProvider: `VpcConfig OperatorRole Tags InstanceRequirements ScalingConfig KmsKeyArn PropagateTags LoggingConfig
    ManagedResourceTags`,
  MicrovmImage: `BuildRoleArn BaseImageArn BaseImageVersion Logging EgressNetworkConnectors CpuConfigurations Resources
    AdditionalOsCapabilities Hooks EnvironmentVariables Tags PropagateTags`,
  NetworkConnector: "OperatorRole Tags PropagateTags",
  WebSocketApi: `AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings DisableExecuteApiEndpoint DisableSchemaValidation Domain
    FailOnWarnings IpAddressType PropagateTags RouteSelectionExpression RouteSettings StageVariables Tags`,
};

/** Lists that the resource's own replace; every other is appended to the global one. */
const REPLACED = new Set(["Function.Architectures", "CapacityProvider.InstanceRequirements.Architectures"]);

/** `Globals`, once SAM has found nothing to refuse in it: the section of each resource type. */
export function globalsOf(root: MapNode): ReadonlyMap<string, MapNode> {
  const sections = new Map<string, MapNode>();
  const entry = root.entry("Globals");
  if (entry === undefined) return sections;
  if (entry.value.kind !== "map") refuseGlobals("It must be a non-empty dictionary", entry.value.place);
  for (const { key, keyPlace, value } of entry.value.entries()) {
    const supported = Object.hasOwn(SUPPORTED, key) ? SUPPORTED[key]?.trim().split(/\s+/u) : undefined;
    if (supported === undefined) {
      refuseGlobals(`'${key}' is not supported. Must be one of the following values - ${listed(Object.keys(SUPPORTED).sort())}`, keyPlace);
    }
    if (value.kind !== "map") refuseGlobals("Value of ${section} must be a dictionary", value.place);
    for (const property of value.entries()) {
      if (supported.includes(property.key)) continue;
      refuseGlobals(`'${property.key}' is not a supported property of '${key}'. Must be one of the following values - ${listed(supported)}`, property.keyPlace);
    }
    sections.set(`${PREFIX}${key}`, value);
  }
  return sections;
}

function refuseGlobals(sentence: string, place: Place): never {
  throw new SamRefusal(`'Globals' section is invalid. ${sentence}`, place, { fatal: true });
}

function listed(words: readonly string[]): string {
  return `[${words.map((word) => `'${word}'`).join(", ")}]`;
}

/** The resource's properties with the global ones merged in, but for what its `IgnoreGlobals` names. */
export function mergeGlobals(resource: Serverless, sections: ReadonlyMap<string, MapNode>): EditableMap {
  const section = sections.get(resource.type);
  if (section === undefined) return resource.properties;
  const name = resource.type.slice(PREFIX.length);
  return merged(withoutIgnored(resource, section), resource.properties, name, 0);
}

function withoutIgnored(resource: Serverless, section: MapNode): MapNode {
  const ignore = resource.body.get("IgnoreGlobals");
  if (!isTruthy(ignore)) return section;
  if (stringOf(ignore) === "*") return new EditableMap(section.place);
  const refuse = (tail: string, place: Place): never => {
    try {
      return refuseResource(resource.id, `Resource ${resource.id} has invalid resource attribute 'IgnoreGlobals'${tail}.`, place);
    } catch (error) {
      throw error instanceof SamRefusal ? new SamRefusal(error.message, place, { fatal: true }) : error;
    }
  };
  if (ignore.kind !== "list") return refuse("", ignore.place);
  const left = new EditableMap(section.place, section.entries());
  for (const item of ignore.items) {
    const key = stringOf(item);
    if (key === undefined || !left.has(key)) return refuse(` on item '${key ?? ""}'`, item.place);
    left.delete(key);
  }
  return left;
}

/** Maps merge key by key, lists follow one another, and of anything else the local one counts. */
function merged(global: MapNode, local: MapNode, path: string, depth: number): EditableMap {
  const result = new EditableMap(local.place, global.entries());
  for (const { key, keyPlace, value } of local.entries()) {
    const there = global.get(key);
    result.set(key, there === undefined ? value : mergedValue(there, value, `${path}.${key}`, depth + 1), keyPlace);
  }
  return result;
}

function mergedValue(global: Node, local: Node, path: string, depth: number): Node {
  if (depth > MAX_DEPTH) return local;
  if (global.kind === "list" && local.kind === "list") {
    return REPLACED.has(path) ? local : { kind: "list", place: local.place, items: [...global.items, ...local.items] };
  }
  if (global.kind === "map" && local.kind === "map" && !isPlainIntrinsic(global) && !isPlainIntrinsic(local)) return merged(global, local, path, depth);
  return local;
}

function isPlainIntrinsic(node: MapNode): boolean {
  return intrinsicOf(node) !== undefined;
}
