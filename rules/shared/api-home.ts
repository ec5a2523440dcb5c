import type { Api } from "../../src/aws/index.ts";
import type { Edit, MapNode, Node, Place } from "../../src/source/index.ts";
import { entryOf, typeOf, writtenResource } from "./written-resources.ts";

/** Where the settings of a whole API stand, or would stand if somebody wrote them by hand. */
export interface ApiHome {
  /** `sam`: properties of a serverless resource, or `Globals` for the API that SAM makes of events. `openapi`: extensions at the root of its document. */
  readonly dialect: "sam" | "cloudformation" | "openapi";
  /** What is written there under a key. Of a document that stands in another file nothing is known here. */
  get(key: string): Node | undefined;
  entry(key: string, value: unknown): Edit;
}

const SAM: ReadonlySet<string | undefined> = new Set(["AWS::Serverless::Api", "AWS::Serverless::HttpApi"]);
const PLAIN: ReadonlySet<string | undefined> = new Set(["AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::Lambda::Url"]);

/** `undefined` where the API is written in another template, in a loop, or where what is written for it would hold for others as well. */
export function homeOf(api: Api): ApiHome | undefined {
  const written = writtenResource(api, api.id);
  const type = typeOf(written);
  const properties = written?.get("Properties");
  const { document } = api;
  const isElsewhere = document !== undefined && document.place.file.name !== api.world.template.written.place.file.name;
  // SAM adds nothing to a document that it does not see.
  if (document && (isElsewhere || (written && !SAM.has(type)))) return { dialect: "openapi", get: () => undefined, entry: (key, value) => ({ kind: "add-entry", place: document.place, key, value }) };
  if (written && (SAM.has(type) || PLAIN.has(type))) return inMap(SAM.has(type) ? "sam" : "cloudformation", written, "Properties", properties);
  const made = api.world.template.resources.get(api.id)?.expandedFrom;
  if (api.kind === "function-url") return urlConfig(writtenResource(api, made));
  return written ? undefined : globals(api);
}

/** `FunctionUrlConfig` of a function. */
function urlConfig(written: MapNode | undefined): ApiHome | undefined {
  const config = entryOf(written?.get("Properties"), "FunctionUrlConfig");
  return config?.kind === "map" && !isIntrinsic(config) ? inMap("sam", config, "", config) : undefined;
}

/** What holds for the API that SAM makes of events is written in `Globals`, where it holds for every other API of the kind too. */
function globals(api: Api): ApiHome | undefined {
  const kind = api.id === "ServerlessRestApi" ? "Api" : api.id === "ServerlessHttpApi" ? "HttpApi" : undefined;
  const { written } = api.world.template;
  const resources = written.get("Resources");
  if (kind === undefined || resources?.kind !== "map" || [...resources.keys()].some((id) => typeOf(writtenResource(api, id)) === `AWS::Serverless::${kind}`)) return undefined;
  const all = written.get("Globals");
  if (all === undefined) return { ...inMap("sam", written, "Globals", undefined), entry: (key, value) => added(written.place, "Globals", { [kind]: { [key]: value } }) };
  return all.kind === "map" ? inMap("sam", all, kind, all.get(kind)) : undefined;
}

function inMap(dialect: "sam" | "cloudformation", parent: MapNode, name: string, map: Node | undefined): ApiHome {
  return {
    dialect,
    get: (key) => entryOf(map, key),
    entry: (key, value) => (map ? added(map.place, key, value) : added(parent.place, name, { [key]: value })),
  };
}

function added(place: Place, key: string, value: unknown): Edit {
  return { kind: "add-entry", place, key, value };
}

/** A map that a function of CloudFormation gives: nothing can be added to it. */
export function isIntrinsic(node: Node): boolean {
  return node.kind === "map" && node.size === 1 && [...node.keys()].some((key) => key === "Ref" || key.startsWith("Fn::"));
}
