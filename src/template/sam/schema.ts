import type { MapNode, Node } from "../../source/index.ts";
import { isNull } from "./editable.ts";
import { isA, refuseResource } from "./refusal.ts";
import type { Expected } from "./refusal.ts";

/**
 * The properties that SAM takes, and of which types: it refuses any other. Written as SAM's reference lists them, `name:type`; `!` is
 * required, `*` takes no intrinsic function, `any` is passed on unread.
 */
const RESOURCES: Readonly<Record<string, string>> = {
  Api: `Name:string|map !StageName:string|map Tags:map PropagateTags:boolean DefinitionBody:map DefinitionUri:string|map
    *MergeDefinitions:boolean CacheClusterEnabled:boolean CacheClusterSize:string Variables:map EndpointConfiguration:string|map
    MethodSettings:list BinaryMediaTypes:list MinimumCompressionSize:integer Cors:string|map Auth:map GatewayResponses:map
    AccessLogSetting:map CanarySetting:map TracingEnabled:boolean OpenApiVersion:string Models:map Domain:map FailOnWarnings:boolean
    Description:string Mode:string DisableExecuteApiEndpoint:boolean ApiKeySourceType:string *AlwaysDeploy:boolean Policy:string|map
    SecurityPolicy:string EndpointAccessMode:string __MANAGE_SWAGGER:boolean`,
  HttpApi: `Name:any StageName:string|map Tags:map PropagateTags:boolean DefinitionBody:map DefinitionUri:string|map StageVariables:map
    CorsConfiguration:boolean|map AccessLogSettings:map DefaultRouteSettings:map Auth:map RouteSettings:map Domain:map
    FailOnWarnings:boolean Description:string DisableExecuteApiEndpoint:boolean __MANAGE_SWAGGER:boolean`,
  WebSocketApi: `ApiKeySelectionExpression:string AccessLogSettings:map Auth:map DefaultRouteSettings:map Description:string
    DisableExecuteApiEndpoint:boolean Domain:map DisableSchemaValidation:boolean FailOnWarnings:boolean IpAddressType:string Name:string
    PropagateTags:boolean !Routes:map RouteSettings:map !RouteSelectionExpression:string StageName:string|map StageVariables:map Tags:map`,
  Function: `FunctionName:string|map Handler:any Runtime:any CodeUri:any ImageUri:any PackageType:any InlineCode:any DeadLetterQueue:map
    Description:any MemorySize:any Timeout:any VpcConfig:any Role:string AssumeRolePolicyDocument:map Policies:string|map|list<string|map>
    RolePath:any PermissionsBoundary:string Environment:map<map> Events:map<map> Tags:map PropagateTags:boolean Tracing:map|string
    KmsKeyArn:any DeploymentPreference:map ReservedConcurrentExecutions:any Layers:list<string|map> EventInvokeConfig:map
    EphemeralStorage:any AutoPublishAlias:string| AutoPublishCodeSha256:string| *AutoPublishAliasAllProperties:boolean
    VersionDescription:any ProvisionedConcurrencyConfig:any FileSystemConfigs:any ImageConfig:any CodeSigningConfigArn:any
    Architectures:any SnapStart:map FunctionUrlConfig:map RuntimeManagementConfig:any LoggingConfig:any RecursiveLoop:any
    SourceKMSKeyArn:any CapacityProviderConfig:map FunctionScalingConfig:map VersionDeletionPolicy:=Delete,Retain
    PublishToLatestPublished:any TenancyConfig:any DurableConfig:map`,
  StateMachine: `Definition:map DefinitionUri:string|map Logging:map Role:string RolePath:any DefinitionSubstitutions:map Events:map<map>
    Name:string Type:string Tags:map PropagateTags:boolean Policies:string|list<string|map> Tracing:map PermissionsBoundary:string
    AutoPublishAlias:any DeploymentPreference:any *UseAliasAsEventTarget:boolean`,
  SimpleTable: `PointInTimeRecoverySpecification:any PrimaryKey:map<string> ProvisionedThroughput:map<integer|map> TableName:string|map
    Tags:map SSESpecification:map`,
  Application: `!Location:string|map TemplateUrl:string Parameters:map NotificationARNs:list<string|map> Tags:map TimeoutInMinutes:integer`,
  LayerVersion: `LayerName:string|map Description:string PublishLambdaVersion:boolean !ContentUri:string|map
    CompatibleArchitectures:list<string|map> CompatibleRuntimes:list<string|map> LicenseInfo:string RetentionPolicy:string`,
  Connector: `!Source:map<any> !Destination:map<any>|list<map> !Permissions:list<string>`,
  GraphQLApi: `Name:any *Tags:map XrayEnabled:any !*Auth:map *SchemaInline:string *SchemaUri:string *Logging:map|boolean *DataSources:map
    *Functions:map *Resolvers:map *ApiKeys:map *DomainName:map *Cache:map Visibility:any OwnerContact:any IntrospectionConfig:any
    QueryDepthLimit:any ResolverCountLimit:any`,
};

const PULL = `BatchSize:integer StartingPosition:any StartingPositionTimestamp:any Enabled:boolean MaximumBatchingWindowInSeconds:integer
  MaximumRetryAttempts:integer BisectBatchOnFunctionError:boolean MaximumRecordAgeInSeconds:integer DestinationConfig:map
  ParallelizationFactor:integer Topics:list Queues:list SourceAccessConfigurations:list SecretsManagerKmsKeyId:string
  TumblingWindowInSeconds:integer FunctionResponseTypes:list KafkaBootstrapServers:list FilterCriteria:map KmsKeyArn:any
  ConsumerGroupId:string ScalingConfig:map ProvisionedPollerConfig:map SchemaRegistryConfig:map MetricsConfig:map LoggingConfig:map`;

const RULE = `EventBusName:string RuleName:string Pattern:map DeadLetterConfig:map RetryPolicy:map Input:string InputPath:string Target:map
  Enabled:boolean State:string InputTransformer:map`;

const MACHINE_RULE = `EventBusName:string RuleName:string Pattern:map Input:string InputPath:string DeadLetterConfig:map RetryPolicy:map
  State:string *Target:map InputTransformer:map`;

const SCHEDULE_V2 = `PermissionsBoundary:string !ScheduleExpression:string FlexibleTimeWindow:map Name:string State:string
  Description:string StartDate:string EndDate:string ScheduleExpressionTimezone:string GroupName:string KmsKeyArn:string Input:string
  RoleArn:string DeadLetterConfig:map RetryPolicy:map *OmitName:boolean`;

const FUNCTION_EVENTS: Readonly<Record<string, string>> = {
  Api: `!Path:string !Method:string !RestApiId:string Stage:string Auth:map RequestModel:map RequestParameters:list
    TimeoutInMillis:integer ResponseTransferMode:string`,
  HttpApi: `Path:string Method:string ApiId:string Stage:string Auth:map TimeoutInMillis:integer RouteSettings:map
    PayloadFormatVersion:string`,
  AlexaSkill: "SkillId:string",
  CloudWatchEvent: RULE,
  EventBridgeRule: RULE,
  CloudWatchLogs: "!LogGroupName:string !FilterPattern:string",
  Cognito: "!UserPool:string !*Trigger:string|list<string>",
  IoTRule: "!Sql:string AwsIotSqlVersion:string",
  S3: "!Bucket:string !*Events:string|list<string> Filter:map<string>",
  SNS: "!Topic:string Region:string FilterPolicy:any FilterPolicyScope:any SqsSubscription:boolean|map RedrivePolicy:map",
  Schedule: `!Schedule:string RuleName:string Input:string Enabled:boolean State:string Name:string Description:string
    DeadLetterConfig:map RetryPolicy:map`,
  ScheduleV2: SCHEDULE_V2,
  DocumentDB: `${PULL} !Cluster:any !DatabaseName:any CollectionName:any FullDocument:any`,
  DynamoDB: `${PULL.replace("StartingPosition:", "!StartingPosition:")} !Stream:any`,
  Kinesis: `${PULL.replace("StartingPosition:", "!StartingPosition:")} !Stream:any`,
  MSK: `${PULL.replace("StartingPosition:", "!StartingPosition:")} !Stream:any`,
  MQ: `${PULL} !Broker:any *DynamicPolicyName:boolean`,
  SQS: `${PULL} !Queue:any`,
  SelfManagedKafka: PULL,
};

const STATE_MACHINE_EVENTS: Readonly<Record<string, string>> = {
  Api: "!Path:string !Method:string !RestApiId:string Stage:string Auth:map *UnescapeMappingTemplate:boolean",
  CloudWatchEvent: MACHINE_RULE,
  EventBridgeRule: MACHINE_RULE,
  Schedule: `!Schedule:string Input:string Enabled:boolean State:string Name:string Description:string DeadLetterConfig:map
    RetryPolicy:map *Target:map *RoleArn:string`,
  ScheduleV2: SCHEDULE_V2,
};

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly takesIntrinsics: boolean;
  /** Alternatives; none means anything. */
  readonly types: readonly Type[];
  /** What SAM says is expected, where it says so at all. */
  readonly expected: string | undefined;
}

interface Type {
  readonly kind: Expected;
  /** Of a list's items or a map's values. */
  readonly items: readonly Expected[];
  readonly values: readonly string[];
}

export type Schema = ReadonlyMap<string, Property>;

const parsed = new Map<string, Schema>();

export function resourceSchema(type: string): Schema | undefined {
  return schemaIn(RESOURCES, type.replace("AWS::Serverless::", ""));
}

export function functionEventSchema(type: string): Schema | undefined {
  return schemaIn(FUNCTION_EVENTS, type);
}

export function stateMachineEventSchema(type: string): Schema | undefined {
  return schemaIn(STATE_MACHINE_EVENTS, type);
}

function schemaIn(table: Readonly<Record<string, string>>, name: string): Schema | undefined {
  const text = Object.hasOwn(table, name) ? table[name] : undefined;
  if (text === undefined) return undefined;
  const there = parsed.get(text);
  if (there) return there;
  const schema = new Map(text.trim().split(/\s+/u).map(propertyFrom).map((property) => [property.name, property]));
  parsed.set(text, schema);
  return schema;
}

function propertyFrom(text: string): Property {
  const [, marks = "", name = "", types = ""] = /^([!*]*)(\w+):(.*)$/u.exec(text) ?? [];
  return {
    name,
    required: marks.includes("!"),
    takesIntrinsics: !marks.includes("*"),
    types: types === "any" ? [] : alternativesOf(types).map(typeFrom),
    expected: expectedFrom(types),
  };
}

function alternativesOf(types: string): string[] {
  return [...types.matchAll(/=[\w,]+|\w+(?:<[^>]*>)?/gu)].map(([type]) => type);
}

function typeFrom(text: string): Type {
  if (text.startsWith("=")) return { kind: "string", items: [], values: text.slice(1).split(",") };
  const [, kind = "", items = ""] = /^(\w+)(?:<(.*)>)?$/u.exec(text) ?? [];
  // The tables above are ours and hold only these names; `any` as an item type means no check.
  return { kind: kind as Expected, items: items === "" || items === "any" ? [] : (items.split("|") as Expected[]), values: [] };
}

function expectedFrom(types: string): string | undefined {
  if (types === "string" || types === "map") return types;
  if (!types.startsWith("=")) return undefined;
  return `one of the strings: ${types.slice(1).split(",").map((value) => `'${value}'`).join(" or ")}`;
}

/** Refuses a property that SAM does not know, one that is missing, and one of another type, in SAM's order and words. */
export function checkProperties(id: string, type: string, schema: Schema, properties: MapNode): void {
  for (const { key, keyPlace } of properties.entries()) {
    if (!schema.has(key)) refuseResource(id, `property ${key} not defined for resource of type ${type}`, keyPlace);
  }
  for (const property of schema.values()) {
    const value = properties.get(property.name);
    if (property.takesIntrinsics && value?.kind === "map" && value.size === 1) continue;
    if (value === undefined || isNull(value)) {
      if (property.required) refuseResource(id, `Missing required property '${property.name}'.`, value?.place ?? properties.place);
      continue;
    }
    if (property.types.length === 0 || property.types.some((alternative) => fits(value, alternative))) continue;
    const what = property.expected;
    refuseResource(id, what === undefined ? `Type of property '${property.name}' is invalid.` : `Property '${property.name}' should be a ${what}.`, value.place);
  }
}

function fits(value: Node, type: Type): boolean {
  if (!isA(value, type.kind)) return false;
  if (type.values.length > 0) return value.kind === "scalar" && type.values.includes(String(value.value));
  if (type.items.length === 0 || value.kind === "scalar") return true;
  const parts = value.kind === "list" ? value.items : Array.from(value.entries(), (entry) => entry.value);
  return parts.every((part) => type.items.some((item) => isA(part, item)));
}
