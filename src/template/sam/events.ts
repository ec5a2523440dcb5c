import type { MapNode, Node, Place } from "../../source/index.ts";
import { apiEventOf } from "./api-event.ts";
import type { ApiEvent } from "./api-event.ts";
import { EditableMap, get, isTruthy, stringOf } from "./editable.ts";
import { isA, pythonText, pythonTypeName, refuseEvent, refuseResource, SamRefusal } from "./refusal.ts";
import { checkProperties } from "./schema.ts";
import type { Schema } from "./schema.ts";
import type { Expansion, Serverless } from "./serverless.ts";

/** An event of a function or a state machine that SAM has no objection to so far. */
export interface Event {
  readonly id: string;
  readonly type: string;
  readonly idPlace: Place;
  readonly place: Place;
  readonly properties: MapNode;
  /** For events of APIs in this template. */
  readonly api: ApiEvent | undefined;
}

/** SAM's checks of every event, before anything is made of any of them. */
export function eventsOf(expansion: Expansion, user: Serverless, schemaOf: (type: string) => Schema | undefined): Event[] {
  const events = user.properties.get("Events");
  if (!isTruthy(events) || events.kind !== "map") return [];
  return (expansion.isPythonOrdered ? user.eventOrder.keys() : [...events.keys()]).flatMap((id) => {
    const entry = events.entry(id);
    return entry === undefined ? [] : eventOf(expansion, user, id, entry.keyPlace, entry.value, schemaOf);
  });
}

function eventOf(expansion: Expansion, user: Serverless, id: string, idPlace: Place, node: Node, schemaOf: (type: string) => Schema | undefined): Event {
  const typeNode = get(node, "Type");
  const type = stringOf(typeNode);
  const schema = type === undefined ? undefined : schemaOf(type);
  if (node.kind !== "map") refuseEvent(id, `'${pythonTypeName(node).replace("str", expansion.isPythonOrdered ? "Py27UniStr" : "str")}' object has no attribute 'get'`, node.place);
  if (type === undefined || schema === undefined) {
    return refuseEvent(id, `Resource dict has missing or invalid value for key Type. Event Type is: ${pythonText(typeNode)}.`, typeNode?.place ?? node.place);
  }
  const logicalId = `${user.id}${id}`;
  checkLogicalId(logicalId, idPlace);
  const given = get(node, "Properties");
  if (given !== undefined && given.kind !== "map") refuseResource(logicalId, "Properties of a resource must be an object.", given.place);
  const properties = given ?? new EditableMap(node.place);
  checkProperties(logicalId, type, schema, properties);
  checkLinks(expansion, id, type, properties);
  const idProperty = type === "Api" ? "RestApiId" : type === "HttpApi" ? "ApiId" : undefined;
  const api = idProperty === undefined ? undefined : apiEventOf(expansion, user, id, properties, node.place, idProperty);
  if (type === "Api" && api !== undefined && stringOf(api.api.properties.get("StageName")) === "") refuseResource(api.api.id, "StageName cannot be empty.", api.api.place);
  return { id, type, idPlace, place: node.place, properties, api };
}

/** Logical ids are letters and digits, also those that SAM puts together. */
export function checkLogicalId(id: string, place: Place): void {
  if (!/^[A-Za-z0-9]+$/u.test(id)) refuseResource(id, "Logical ids must be alphanumeric.", place);
}

const SAME_TEMPLATE: Readonly<Record<string, readonly [property: string, sentence: string]>> = {
  S3: ["Bucket", "S3 events must reference an S3 bucket in the same template."],
  Cognito: ["UserPool", "Cognito events must reference a Cognito UserPool in the same template."],
};

function checkLinks(expansion: Expansion, id: string, type: string, properties: MapNode): void {
  const rule = Object.hasOwn(SAME_TEMPLATE, type) ? SAME_TEMPLATE[type] : undefined;
  const [property, sentence] = rule ?? ["", ""];
  const node = rule === undefined ? undefined : properties.get(property);
  if (rule !== undefined) {
    const target = get(node, "Ref");
    if (target !== undefined && !isA(target, "string") && type === "S3") refuseEvent(id, "'Ref' value in S3 events is not a valid string.", target.place);
    const name = stringOf(target);
    if (name === undefined || !expansion.hasResource(name)) refuseEvent(id, sentence, node?.place ?? properties.place);
  }
}

/** Runs a step of a function; SAM words what is wrong with an event as the function's fault. */
export function asFault<T>(id: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SamRefusal) || !error.isEvent) throw error;
    throw new SamRefusal(`Resource with id [${id}] is invalid. ${error.message}`, error.place);
  }
}
