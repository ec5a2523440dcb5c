import type { MapNode, Node, Place } from "../../source/index.ts";
import { EditableMap, isTruthy, mapFrom } from "./editable.ts";
import type { Serverless } from "./serverless.ts";

/** A CloudFormation resource that the expansion makes. */
export class Made {
  readonly id: string;
  readonly type: string;
  readonly idPlace: Place;
  readonly place: Place;
  readonly attributes: EditableMap;
  readonly properties: EditableMap;

  constructor(id: string, type: string, place: Place, idPlace = place) {
    this.id = id;
    this.type = type;
    this.place = place;
    this.idPlace = idPlace;
    this.attributes = new EditableMap(place);
    this.properties = new EditableMap(place);
  }

  set(name: string, value: Node | undefined, keyPlace?: Place): this {
    this.properties.setIfGiven(name, value, keyPlace);
    return this;
  }

  /** Passes properties on under the names they have. */
  pass(from: MapNode, ...names: string[]): this {
    for (const name of names) {
      const entry = from.entry(name);
      if (entry) this.set(name, entry.value, entry.keyPlace);
    }
    return this;
  }

  /** Passes a property on only if SAM takes it for given: zero, false and empty do not count. */
  passTruthy(from: MapNode, ...names: string[]): this {
    for (const name of names) if (isTruthy(from.get(name))) this.pass(from, name);
    return this;
  }

  dependsOn(value: Node | undefined): this {
    this.attributes.setIfGiven("DependsOn", value);
    return this;
  }

  get node(): EditableMap {
    const typeNode: Node = { kind: "scalar", value: this.type, text: this.type, place: this.place };
    const node = mapFrom(this.place, [["Type", typeNode]]);
    for (const { key, value, keyPlace } of this.attributes.entries()) node.set(key, value, keyPlace);
    return node.set("Properties", this.properties);
  }
}

const PASSED_ON = ["Condition", "DeletionPolicy", "UpdateReplacePolicy"];
const OWN = ["DependsOn", "DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"];

/** The resource that a SAM resource becomes: it keeps the id and every attribute. */
export function mainResource(source: Serverless, type: string): Made {
  return withAttributes(new Made(source.id, type, source.place, source.idPlace), source, OWN);
}

/** A further resource that SAM makes of it: it shares the condition and the policies. */
export function derivedResource(source: Serverless, id: string, type: string, place: Place = source.place): Made {
  return withAttributes(new Made(id, type, place, source.idPlace), source, PASSED_ON);
}

function withAttributes(made: Made, source: Serverless, names: readonly string[]): Made {
  for (const name of names) {
    const entry = source.body.entry(name);
    if (entry) made.attributes.set(name, entry.value, entry.keyPlace);
  }
  return made;
}
