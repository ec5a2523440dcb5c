export type Data = Readonly<Record<string, unknown>>;

/** What matters of an expanded template: resources of these types, by id without its hash. */
const TYPES = /^AWS::(?:ApiGateway|ApiGatewayV2)::|^AWS::Lambda::(?:Url|Alias)$/u;

/** Properties whose value is a hash, or has nothing to do with APIs. */
const IGNORED: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGateway::Deployment": ["Description"],
  "AWS::Lambda::Alias": ["ProvisionedConcurrencyConfig"],
};

/**
 * The template's API resources, conditions on them, functions' ids and permissions for API Gateway, as data that can be compared: parameters
 * and the partition written in, hashes in ids replaced.
 */
export function comparable(template: Data, parameters: ReadonlyMap<string, unknown>): Data {
  const resources = isData(template["Resources"]) ? template["Resources"] : {};
  const renamed = new Map<string, string>();
  for (const id of Object.keys(resources)) renamed.set(id, withoutHash(id));
  const result: Record<string, unknown> = Object.create(null);
  for (const [id, resource] of Object.entries(resources)) {
    if (!isData(resource)) continue;
    const type = typeof resource["Type"] === "string" ? resource["Type"] : "";
    const clean = normalized(resource, parameters, renamed);
    if (!isData(clean)) continue;
    if (TYPES.test(type)) result[renamed.get(id) ?? id] = withoutIgnored(type, clean);
    else if (isApiPermission(type, resource)) result[renamed.get(id) ?? id] = clean;
    else if (type === "AWS::Lambda::Function" || type === "AWS::StepFunctions::StateMachine") result[id] = { Type: type, Condition: clean["Condition"], FunctionName: isData(clean["Properties"]) ? clean["Properties"]["FunctionName"] : undefined };
  }
  result["Conditions"] = normalized(template["Conditions"] ?? {}, parameters, renamed);
  return result;
}

function isApiPermission(type: string, resource: Data): boolean {
  if (type !== "AWS::Lambda::Permission" || !isData(resource["Properties"])) return false;
  const { Principal, Action } = resource["Properties"];
  return Principal === "apigateway.amazonaws.com" || Action === "lambda:InvokeFunctionUrl" || resource["Properties"]["InvokedViaFunctionUrl"] === true;
}

function withoutIgnored(type: string, resource: Data): Data {
  const ignored = IGNORED[type] ?? [];
  const properties = isData(resource["Properties"]) ? resource["Properties"] : {};
  // How CodeDeploy shifts traffic to an alias has nothing to do with APIs.
  const { Metadata: _metadata, UpdatePolicy: _policy, ...rest } = resource;
  return { ...rest, Properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !ignored.includes(key))) };
}

/** Ten hexadecimal digits after a name are a hash of what the resource is made from. */
function withoutHash(id: string): string {
  return id.replace(/(?<=Deployment|Version)[0-9a-f]{10}$/u, "#");
}

function normalized(value: unknown, parameters: ReadonlyMap<string, unknown>, renamed: ReadonlyMap<string, string>): unknown {
  // The recorded outputs have their lists in no particular order, which is why AWS compares them sorted too.
  if (Array.isArray(value)) return value.map((item) => normalized(item, parameters, renamed)).map(sortable).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  // Python reads a date where CloudFormation keeps the text.
  if (typeof value === "string") return value.replace(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:Z|\+00:00)$/u, "$1 $2");
  if (!isData(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value["Ref"] === "string") {
    const name = value["Ref"];
    return parameters.has(name) ? normalized(parameters.get(name), parameters, renamed) : { Ref: renamed.get(name) ?? name };
  }
  if (keys.length === 1 && typeof value["Fn::Sub"] === "string") return { "Fn::Sub": substituted(value["Fn::Sub"], parameters) };
  if (keys.length === 1 && Array.isArray(value["Fn::Sub"])) {
    const items = value["Fn::Sub"].map((item: unknown) => (typeof item === "string" ? substituted(item, parameters) : item));
    return { "Fn::Sub": normalized(items, parameters, renamed) };
  }
  if (keys.length === 1 && Array.isArray(value["Fn::GetAtt"])) {
    return { "Fn::GetAtt": normalized(value["Fn::GetAtt"].map((item: unknown) => (typeof item === "string" ? (renamed.get(item) ?? item) : item)), parameters, renamed) };
  }
  return Object.fromEntries(keys.sort().map((key) => [key, normalized(value[key], parameters, renamed)]));
}

function sortable(item: unknown): { readonly key: string; readonly item: unknown } {
  return { key: JSON.stringify(item) ?? "", item };
}

function substituted(text: string, parameters: ReadonlyMap<string, unknown>): string {
  return text.replace(/\$\{([A-Za-z0-9:]+)\}/gu, (all, name: string) => (parameters.has(name) ? String(parameters.get(name)) : all));
}

/** Where two values differ, one line each: path, what is there, what AWS has. */
export function differences(found: unknown, expected: unknown, path = ""): string[] {
  if (isData(found) && isData(expected)) {
    const keys = new Set([...Object.keys(found), ...Object.keys(expected)]);
    return [...keys].flatMap((key) => differences(found[key], expected[key], `${path}/${key}`));
  }
  if (Array.isArray(found) && Array.isArray(expected)) {
    return Array.from({ length: Math.max(found.length, expected.length) }, (_, i) => differences(found[i], expected[i], `${path}/${i}`)).flat();
  }
  return JSON.stringify(found) === JSON.stringify(expected) ? [] : [`${path}: ${short(found)} AWS: ${short(expected)}`];
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
