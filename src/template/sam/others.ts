import type { Node } from "../../source/index.ts";
import { get, isNull, mapFrom, scalar } from "./editable.ts";
import { CODE_LOCATION, locationOf } from "./locations.ts";
import { derivedResource, mainResource } from "./made.ts";
import type { Made } from "./made.ts";
import { pythonText, refuseResource } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { tagList } from "./tags.ts";

/** A table, of which only the type and the properties that need no thought are made: it has nothing to do with APIs. */
export function expandSimpleTable(_expansion: Expansion, source: Serverless): Made[] {
  return [mainResource(source, "AWS::DynamoDB::Table").pass(source.properties, "TableName", "SSESpecification", "PointInTimeRecoverySpecification")];
}

/** A layer. SAM appends a hash to its id; here it keeps the id it has, so that references need no rewriting. */
export function expandLayer(expansion: Expansion, source: Serverless): Made[] {
  const { properties } = source;
  const made = mainResource(source, "AWS::Lambda::LayerVersion").pass(properties, "LayerName", "Description", "CompatibleArchitectures", "CompatibleRuntimes", "LicenseInfo");
  if (!made.properties.has("LayerName")) made.set("LayerName", scalar(source.idPlace, source.id));
  const content = properties.entry("ContentUri");
  if (content !== undefined) made.set("Content", locationOf(expansion, source.id, "ContentUri", content.value, CODE_LOCATION), content.keyPlace);
  return [made];
}

/** A nested application: a stack whose template is a local file, an address, or an application of the repository (out of view). */
export function expandApplication(expansion: Expansion, source: Serverless): Made[] {
  const { properties } = source;
  const location = properties.get("Location");
  const made = derivedResource(source, source.id, "AWS::CloudFormation::Stack", source.place).dependsOn(source.attribute("DependsOn"));
  made.pass(properties, "Parameters", "NotificationARNs", "TimeoutInMinutes");
  const tags = properties.get("Tags");
  made.set("Tags", tagList(source.place, mapFrom(source.place, [["lambda:createdBy", scalar(source.place, "SAM")]]), tags?.kind === "map" ? tags : undefined));
  if (location?.kind !== "map") return [made.set("TemplateURL", location, properties.entry("Location")?.keyPlace)];
  for (const key of ["ApplicationId", "SemanticVersion"]) {
    const value = location.get(key);
    if (value === undefined || isNull(value)) {
      const words = value === undefined ? `Resource is missing the required [${key}] property.` : `Property '${key}' cannot be blank.`;
      refuseResource(source.id, words, value?.place ?? location.place);
    }
  }
  const id = location.get("ApplicationId");
  expansion.opaque.push({ what: `the application ${pythonText(expansion.look(id))}`, place: location.place, resource: source.id });
  return [made.set("TemplateURL", scalar(location.place, ""))];
}

/** A GraphQL API answers CORS by itself and has no setting for it; its schema and resolvers are not looked into. */
export function expandGraphQl(_expansion: Expansion, source: Serverless): Made[] {
  const { properties } = source;
  const made = mainResource(source, "AWS::AppSync::GraphQLApi").pass(properties, "Name", "XrayEnabled", "Visibility", "OwnerContact", "IntrospectionConfig", "QueryDepthLimit", "ResolverCountLimit");
  if (!made.properties.has("Name")) made.set("Name", scalar(source.idPlace, source.id));
  made.set("AuthenticationType", get(properties.get("Auth"), "Type"));
  const schema = derivedResource(source, `${source.id}Schema`, "AWS::AppSync::GraphQLSchema").set("ApiId", apiIdOf(source));
  schema.set("Definition", properties.get("SchemaInline"), properties.entry("SchemaInline")?.keyPlace);
  return [made, schema];
}

function apiIdOf(source: Serverless): Node {
  return mapFrom(source.place, [["Fn::GetAtt", { kind: "list", place: source.place, items: [scalar(source.place, source.id), scalar(source.place, "ApiId")] }]]);
}

/** Kinds that SAM has and that have nothing to do with APIs: the type they become, with the properties as they were written. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  CapacityProvider: "AWS::Lambda::CapacityProvider",
  NetworkConnector: "AWS::Lambda::NetworkConnector",
  MicrovmImage: "AWS::Lambda::MicrovmImage",
  WebFunction: "AWS::Lambda::WebFunction",
};

export function expandOther(expansion: Expansion, source: Serverless, kind: string): Made[] | undefined {
  const type = Object.hasOwn(OTHER_TYPES, kind) ? OTHER_TYPES[kind] : undefined;
  if (type === undefined) return undefined;
  expansion.opaque.push({ what: `what SAM makes of ${source.type}`, place: source.place, resource: source.id });
  return [mainResource(source, type).pass(source.properties, ...source.properties.keys())];
}

