import { known, unknown } from "../../source/index.ts";
import type { Node, Place, Value } from "../../source/index.ts";
import { ANY_METHOD, INTEGRATION, pathItems, withoutTrailingSlash } from "./body.ts";
import { EditableList, EditableMap, ensureMap, get, isIntrinsic, isLiteralTrue, isNull, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import { refuseDocument, refuseResource } from "./refusal.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { isIncluded, isOpenApi, isSwagger, openOpenApi, openSwagger } from "./swagger.ts";

const REST_KEYS = ["AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials"];
const HTTP_KEYS = ["AllowMethods", "AllowHeaders", "AllowOrigins", "MaxAge", "ExposeHeaders", "AllowCredentials"];
const ALL_METHODS = "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT";

interface RestCors {
  readonly place: Place;
  readonly origin: Node;
  readonly headers: Node | undefined;
  readonly methods: Node | undefined;
  readonly maxAge: Node | undefined;
  readonly credentials: Node | undefined;
}

/**
 * `Cors` of an `AWS::Serverless::Api`: an OPTIONS method with a mock integration on every path that has none.
 * Its headers stand where the property's values stand, what SAM computes where `Cors` stands (SAM: "ApiCors").
 */
export function addRestCors(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("Cors");
  const cors = entry?.value;
  if (entry === undefined || !isTruthy(cors)) return;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "Cors works only with inline Swagger specified in 'DefinitionBody' property.", entry.keyPlace);
  const settings = restCorsFrom(api, cors);
  if (isIncluded(body)) return;
  if (!isSwagger(body)) {
    refuseResource(api.id, "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.", entry.keyPlace);
  }
  if (isLiteralTrue(settings.credentials) && stringOf(settings.origin) === "'*'") {
    refuseResource(api.id, "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set", settings.credentials?.place ?? cors.place);
  }
  noteDroppedCredentials(expansion, api, settings.credentials);
  const { paths } = openSwagger(api);
  const seen = new Set<string>();
  expansion.edit(api, () => {
    for (const path of expansion.pathsInOrder(api, paths)) {
      const resource = withoutTrailingSlash(path);
      if (seen.has(resource)) continue;
      seen.add(resource);
      addOptions(api.id, paths, path, settings);
    }
  });
}

function restCorsFrom(api: Serverless, cors: Node): RestCors {
  const none = { headers: undefined, methods: undefined, maxAge: undefined, credentials: undefined };
  if (stringOf(cors) !== undefined || isIntrinsic(cors)) return { place: cors.place, origin: cors, ...none };
  if (cors.kind !== "map") return refuseResource(api.id, "Invalid value for 'Cors' property", cors.place);
  for (const { key, keyPlace } of cors.entries()) {
    if (!REST_KEYS.includes(key)) refuseResource(api.id, `Invalid key '${key}' for 'Cors' property.`, keyPlace);
  }
  return {
    place: cors.place,
    origin: cors.get("AllowOrigin") ?? scalar(cors.place, "'*'"),
    headers: cors.get("AllowHeaders"),
    methods: cors.get("AllowMethods"),
    maxAge: cors.get("MaxAge"),
    credentials: cors.get("AllowCredentials"),
  };
}

function addOptions(id: string, paths: EditableMap, path: string, cors: RestCors): void {
  // SAM computes the methods of the first branch of an Fn::If and uses them in the others too.
  let methods = isTruthy(cors.methods) ? cors.methods : undefined;
  for (const item of pathItems(paths, path)) {
    if (item.has("options")) continue;
    const { place } = cors.origin;
    if (!isTruthy(cors.origin)) refuseResource(id, "Structure of the SAM template is invalid. Invalid input. Value for AllowedOrigins is required", place);
    methods ??= scalar(cors.place, `'${methodsOf(item)}'`);
    item.set("options", optionsFor(cors, methods), cors.place);
  }
}

function methodsOf(item: EditableMap): string {
  if (item.has(ANY_METHOD)) return ALL_METHODS;
  return [...new Set([...item.keys(), "options"].map((key) => key.toUpperCase()))].sort().join(",");
}

function optionsFor(cors: RestCors, methods: Node): EditableMap {
  const place = cors.place;
  const parameters = new EditableMap(place);
  const headers = new EditableMap(place);
  const add = (header: string, value: Node | undefined, type = "string"): void => {
    if (value === undefined) return;
    parameters.set(`method.response.header.${header}`, value, value.place);
    headers.set(header, mapFrom(place, [["type", scalar(place, type)]]), place);
  };
  add("Access-Control-Allow-Origin", cors.origin);
  add("Access-Control-Allow-Headers", isTruthy(cors.headers) ? cors.headers : undefined);
  add("Access-Control-Allow-Methods", methods);
  add("Access-Control-Max-Age", isNull(cors.maxAge) ? undefined : cors.maxAge, "integer");
  add("Access-Control-Allow-Credentials", isLiteralTrue(cors.credentials) ? scalar(cors.credentials?.place ?? place, "'true'") : undefined);
  const json = (text: string): Node => mapFrom(place, [["application/json", scalar(place, text)]]);
  const media = new EditableList(place, [scalar(place, "application/json")]);
  return mapFrom(place, [
    ["summary", scalar(place, "CORS support")],
    ["consumes", media],
    ["produces", media],
    [
      INTEGRATION,
      mapFrom(place, [
        ["type", scalar(place, "mock")],
        ["requestTemplates", json('{\n  "statusCode" : 200\n}\n')],
        [
          "responses",
          mapFrom(place, [
            ["default", mapFrom(place, [["statusCode", scalar(place, "200")], ["responseParameters", parameters], ["responseTemplates", json("{}\n")]])],
          ]),
        ],
      ]),
    ],
    ["responses", mapFrom(place, [["200", mapFrom(place, [["description", scalar(place, "Default response for CORS method")], ["headers", headers]])]])],
  ]);
}

/** `CorsConfiguration` of an `AWS::Serverless::HttpApi`, which becomes `x-amazon-apigateway-cors` (SAM: "HttpApiCorsConfiguration"). */
export function addHttpCors(expansion: Expansion, api: Serverless): void {
  const entry = api.properties.entry("CorsConfiguration");
  const written = entry?.value;
  const cors = expansion.look(written);
  if (entry === undefined || written === undefined || !isTruthy(cors)) return;
  const body = api.properties.get("DefinitionBody");
  if (!isTruthy(body)) refuseResource(api.id, "Cors works only with inline OpenApi specified in 'DefinitionBody' property.", entry.keyPlace);
  const isWhole = isIntrinsic(cors);
  if (!isWhole && cors.kind === "map") {
    for (const { key, keyPlace } of cors.entries()) {
      if (!HTTP_KEYS.includes(key)) refuseResource(api.id, `Invalid key '${key}' for 'Cors' property.`, keyPlace);
    }
  } else if (!isWhole && !(cors.kind === "scalar" && typeof cors.value === "boolean")) {
    refuseResource(api.id, "Invalid value for 'Cors' property.", written.place);
  }
  if (isIncluded(body)) return;
  if (!isOpenApi(body)) {
    refuseResource(api.id, "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi definition.", entry.keyPlace);
  }
  const origins = isWhole ? cors : cors.kind === "map" ? cors.get("AllowOrigins") : new EditableList(written.place, [scalar(written.place, "*")]);
  const credentials = isWhole ? undefined : get(cors, "AllowCredentials");
  const isCredentialed = isLiteralTrue(expansion.look(credentials));
  if (isCredentialed && origins?.kind === "list" && origins.items.length === 1 && stringOf(expansion.look(origins.items[0])) === "*") {
    refuseResource(api.id, "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.", credentials?.place ?? cors.place);
  }
  const { doc } = openOpenApi(api);
  expansion.edit(api, () => undefined);
  const there = doc.get(CORS);
  if (there !== undefined && there.kind !== "map") refuseDocument(`Value of '${CORS}' must be a dictionary according to Swagger spec.`, there.place);
  const target = ensureMap(doc, CORS, written.place, entry.keyPlace);
  if (isTruthy(origins) && isIntrinsic(expansion.look(origins)) && !expansion.parameters.isParameter(origins)) {
    return replaceByIntrinsic(expansion, api, target, origins, isWhole ? undefined : cors);
  }
  if (!isCredentialed) noteDroppedCredentials(expansion, api, credentials);
  const values: readonly (readonly [string, Node | undefined])[] = [
    ["allowOrigins", isTruthy(origins) ? origins : undefined],
    ...(["AllowHeaders", "AllowMethods", "ExposeHeaders"] as const).map((key) => [lowerFirst(key), truthyAt(cors, key)] as const),
    ["maxAge", get(cors, "MaxAge")],
    ["allowCredentials", isCredentialed ? credentials : undefined],
  ];
  for (const [key, value] of values) target.setIfGiven(key, value, get(cors, upperFirst(key)) === undefined ? undefined : (cors.kind === "map" ? cors.entry(upperFirst(key))?.keyPlace : undefined));
}

const CORS = "x-amazon-apigateway-cors";

function truthyAt(node: Node, key: string): Node | undefined {
  const value = get(node, key);
  return isTruthy(value) ? value : undefined;
}

function lowerFirst(key: string): string {
  return `${key.charAt(0).toLowerCase()}${key.slice(1)}`;
}

function upperFirst(key: string): string {
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

/** SAM takes an intrinsic function in AllowOrigins for the whole configuration, and renames the keys inside it as text. */
function replaceByIntrinsic(expansion: Expansion, api: Serverless, target: EditableMap, origins: Node, cors: Node | undefined): void {
  const renamed = renameKeys(origins, 0);
  if (renamed.kind === "map") for (const { key, keyPlace, value } of renamed.entries()) target.set(key, value, keyPlace);
  if (cors?.kind !== "map" || cors.size < 2) return;
  const name = origins.kind === "map" ? [...origins.keys()][0] : "";
  expansion.dropped.push({
    property: "Cors",
    value: unknown("it is an intrinsic function"),
    resource: api.id,
    place: origins.place,
    reason: `SAM puts ${name} in the place of the whole CORS configuration, so that its other settings are lost`,
  });
}

function renameKeys(node: Node, depth: number): Node {
  if (depth > 20) return node;
  if (node.kind === "scalar") return typeof node.value === "string" ? scalar(node.place, renamed(node.value)) : node;
  if (node.kind === "list") return new EditableList(node.place, node.items.map((item) => renameKeys(item, depth + 1)));
  return new EditableMap(node.place, Array.from(node.entries(), ({ key, keyPlace, value }) => ({ key: renamed(key), keyPlace, value: renameKeys(value, depth + 1) })));
}

function renamed(text: string): string {
  return HTTP_KEYS.reduce((renaming, key) => renaming.replaceAll(key, lowerFirst(key)), text);
}

/** SAM writes the header only for the literal `true`; anything else but `false` was meant to, and does not. */
function noteDroppedCredentials(expansion: Expansion, api: Serverless, credentials: Node | undefined): void {
  if (credentials === undefined || isNull(credentials) || (credentials.kind === "scalar" && typeof credentials.value === "boolean")) return;
  expansion.dropped.push({
    property: "AllowCredentials",
    value: valueOf(expansion, credentials),
    resource: api.id,
    place: credentials.place,
    reason: "SAM leaves the setting out unless it is the literal true",
  });
}

function valueOf(expansion: Expansion, node: Node): Value {
  const looked = expansion.look(node);
  return looked?.kind === "scalar" ? known(looked.text) : unknown("it is an intrinsic function");
}
