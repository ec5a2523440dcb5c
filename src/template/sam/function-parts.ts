import type { Entry, Node } from "../../source/index.ts";
import { get, getAtt, isNull, isTruthy, mapFrom, ref, scalar, stringOf } from "./editable.ts";
import { shortHash } from "./hash.ts";
import { CODE_LOCATION, locationOf } from "./locations.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { isA, pythonText, refuseResource } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";

function given(source: Serverless, key: string): Node | undefined {
  const value = source.properties.get(key);
  return value === undefined || isNull(value) ? undefined : value;
}

/** SAM's checks of a function as a whole, in its order. */
export function checkFunction(expansion: Expansion, source: Serverless): void {
  const refuse = (key: string, sentence: string): never => refuseResource(source.id, sentence, source.properties.entry(key)?.keyPlace ?? source.place);
  const has = (key: string): boolean => given(source, key) !== undefined;
  const wrong: string[] = [];
  for (const key of ["ProvisionedConcurrencyConfig", "VpcConfig"]) {
    if (has("CapacityProviderConfig") && has(key)) wrong.push(`Cannot specify 'CapacityProviderConfig' and '${key}' together.`);
  }
  if (has("FunctionScalingConfig") && !has("CapacityProviderConfig")) wrong.push("'FunctionScalingConfig' requires 'CapacityProviderConfig'.");
  if (has("VersionDeletionPolicy") && !has("AutoPublishAlias")) wrong.push("'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
  if (wrong.length > 0) refuse("CapacityProviderConfig", wrong.join("\n"));
  checkDeadLetterQueue(expansion, source);
  if (isTruthy(source.properties.get("TenancyConfig"))) checkTenancy(source, refuse);
}

function checkDeadLetterQueue(expansion: Expansion, source: Serverless): void {
  const queue = source.properties.get("DeadLetterQueue");
  if (!isTruthy(queue)) return;
  const type = get(queue, "Type");
  if (!isTruthy(type) || !isTruthy(get(queue, "TargetArn"))) refuseResource(source.id, "'DeadLetterQueue' requires Type and TargetArn properties to be specified.", queue.place);
  if (!isA(expansion.look(type), "string")) refuseResource(source.id, "Property 'DeadLetterQueue.Type' should be a string.", type.place);
  if (!["SQS", "SNS"].includes(stringOf(type) ?? "")) refuseResource(source.id, "'DeadLetterQueue' requires Type of ['SQS', 'SNS']", type.place);
}

const TENANCY = "is not supported for functions enabled with tenancy configuration.";

function checkTenancy(source: Serverless, refuse: (key: string, sentence: string) => never): void {
  const subjects = [["ProvisionedConcurrencyConfig", "Provisioned concurrency"], ["FunctionUrlConfig", "Function URL"], ["SnapStart", "SnapStart"]] as const;
  for (const [key, subject] of subjects) if (isTruthy(source.properties.get(key))) refuse(key, `${subject} ${TENANCY}`);
  const events = source.properties.get("Events");
  for (const { value } of events?.kind === "map" ? events.entries() : []) {
    const type = stringOf(get(value, "Type"));
    if (type === "Api" || type === "HttpApi") continue;
    refuseResource(source.id, `Event source '${type ?? ""}' ${TENANCY} Only Api and HttpApi event sources are supported.`, value.place);
  }
}

/**
 * The function's `Code`: inline, an image, an S3 location, or (before the template is packaged) the path in the project.
 * Without any, what is packaged is the folder of the template.
 */
export function codeOf(expansion: Expansion, source: Serverless): Entry {
  const { id, properties } = source;
  const type = given(source, "PackageType");
  const kind = type === undefined || !isTruthy(type) ? "Zip" : (stringOf(expansion.look(type)) ?? pythonText(type));
  if (kind !== "Zip" && kind !== "Image") return refuseResource(id, `invalid 'PackageType' : ${kind}`, type?.place ?? source.place);
  const code = kind === "Zip" ? zipCode(expansion, source) : imageCode(expansion, source);
  const isGiven = (key: string): boolean => isTruthy(properties.get(key));
  const place = type?.place ?? source.place;
  if (kind === "Zip") {
    if (!isGiven("Runtime") || !isGiven("Handler")) refuseResource(id, "Runtime and Handler needs to be present when PackageType is of type `Zip`", place);
    if (isGiven("ImageConfig")) refuseResource(id, "ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`", place);
  } else if (isGiven("Handler") || isGiven("Runtime") || isGiven("Layers")) {
    refuseResource(id, "Runtime, Handler, Layers cannot be present when PackageType is of type `Image`", place);
  }
  return code;
}

function zipCode(expansion: Expansion, source: Serverless): Entry {
  const inline = source.properties.entry("InlineCode");
  if (inline !== undefined && !isNull(inline.value)) {
    return { key: "Code", keyPlace: inline.keyPlace, value: mapFrom(inline.value.place, [["ZipFile", inline.value, inline.keyPlace]]) };
  }
  const uri = source.properties.entry("CodeUri");
  if (uri !== undefined && !isNull(uri.value)) {
    return { key: "Code", keyPlace: uri.keyPlace, value: locationOf(expansion, source.id, "CodeUri", uri.value, CODE_LOCATION) };
  }
  if (expansion.isPackaged) return refuseResource(source.id, "Only one of 'InlineCode' or 'CodeUri' can be set.", source.place);
  return { key: "Code", keyPlace: source.idPlace, value: scalar(source.place, ".") };
}

function imageCode(expansion: Expansion, source: Serverless): Entry {
  const uri = source.properties.entry("ImageUri");
  if (uri !== undefined && isTruthy(uri.value)) return { key: "Code", keyPlace: uri.keyPlace, value: mapFrom(uri.value.place, [["ImageUri", uri.value, uri.keyPlace]]) };
  // Before packaging it may be left empty: the tool that pushes the image writes its address here.
  if (expansion.isPackaged && uri !== undefined && !isNull(uri.value)) return refuseResource(source.id, "'ImageUri' requires that a image hosted at a registry be specified.", uri.value.place);
  if (expansion.isPackaged) return refuseResource(source.id, "'ImageUri' must be set.", source.place);
  return { key: "Code", keyPlace: source.idPlace, value: mapFrom(source.place, []) };
}

/** `AutoPublishAlias`: a version that changes with the code, and the alias that events and URLs point at. */
export function versionAndAlias(expansion: Expansion, source: Serverless, made: Made): { readonly version?: Made; readonly alias?: Made } {
  const { id, properties } = source;
  const alias = properties.get("AutoPublishAlias");
  if (!isTruthy(alias)) {
    const concurrency = properties.entry("ProvisionedConcurrencyConfig");
    if (concurrency !== undefined && isTruthy(concurrency.value)) refuseResource(id, "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function", concurrency.keyPlace);
    if (isEnabledPreference(expansion, properties.get("DeploymentPreference"))) {
      refuseResource(id, "'DeploymentPreference' requires AutoPublishAlias property to be specified.", properties.entry("DeploymentPreference")?.keyPlace ?? source.place);
    }
    return {};
  }
  const looked = expansion.look(alias);
  const isUnknownParameter = expansion.parameters.isParameter(alias) && looked === alias;
  const name = isUnknownParameter ? "Alias" : stringOf(looked);
  if (name === undefined) refuseResource(id, "'AutoPublishAlias' must be a string or a Ref to a template parameter", alias.place);
  const sha = properties.get("AutoPublishCodeSha256");
  if (isTruthy(sha) && !isA(expansion.look(sha), "string") && !expansion.parameters.isParameter(sha)) refuseResource(id, "AutoPublishCodeSha256 must be a string", sha.place);
  const { place } = alias;
  if (name === "") refuseResource(id, "Alias name is required to create an alias", place);
  const hashed = mapFrom(place, [["Code", made.properties.get("Code")], ["Environment", properties.get("Environment")], ["MemorySize", properties.get("MemorySize")], ["Sha", isTruthy(sha) ? sha : undefined]]);
  const version = derivedResource(source, `${id}Version${shortHash(expansion.parameters.resolve(hashed))}`, "AWS::Lambda::Version", place).set("FunctionName", ref(place, id));
  if (!version.attributes.has("DeletionPolicy")) {
    version.attributes.set("DeletionPolicy", given(source, "VersionDeletionPolicy") ?? scalar(place, given(source, "CapacityProviderConfig") === undefined ? "Retain" : "Delete"));
  }
  version.set("Description", given(source, "VersionDescription"));
  if (!/^(?!^[0-9]+$)[a-zA-Z0-9\-_]+$/u.test(name)) {
    refuseResource(id, `AutoPublishAlias name ('${name}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.`, place);
  }
  const made2 = derivedResource(source, `${id}Alias${name.replaceAll("-", "D").replaceAll("_", "U")}`, "AWS::Lambda::Alias", place)
    .set("Name", alias)
    .set("FunctionName", ref(place, id))
    .set("FunctionVersion", getAtt(place, version.id, "Version"))
    .passTruthy(properties, "ProvisionedConcurrencyConfig");
  return { version, alias: made2 };
}

function isEnabledPreference(expansion: Expansion, preference: Node | undefined): boolean {
  if (!isTruthy(preference)) return false;
  const enabled = expansion.look(get(preference, "Enabled"));
  if (enabled === undefined || isNull(enabled)) return true;
  return isTruthy(enabled) && !["false", "False"].includes(stringOf(enabled) ?? "");
}

