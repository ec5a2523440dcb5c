import { EditableMap, get, mapFrom, scalar } from "./editable.ts";
import { refuseResource } from "./refusal.ts";
import { PREFIX, Serverless } from "./serverless.ts";
import type { Expansion } from "./serverless.ts";

/** `Connectors` of a resource, which SAM takes out and makes into connectors of their own (SAM: "Embedded connectors"). */
export function embeddedConnectors(expansion: Expansion, attempt: (step: () => void) => void): void {
  for (const { key, value } of [...expansion.originals.entries()]) {
    const connectors = get(value, "Connectors");
    if (connectors === undefined) continue;
    attempt(() => {
      if (connectors.kind !== "map") refuseResource(key, `Attribute '${key}.Connectors' should be a map.`, connectors.place);
      for (const each of connectors.entries()) attempt(() => addConnector(expansion, key, each.key, new EditableMap(each.value.place, each.value.kind === "map" ? each.value.entries() : [])));
    });
  }
}

function addConnector(expansion: Expansion, sourceId: string, name: string, connector: EditableMap): void {
  const id = `${sourceId}${name}`;
  const { place } = connector;
  const given = connector.get("Properties");
  if (given?.kind !== "map") return refuseResource(sourceId, `Attribute 'Connectors.${name}.Properties' should be a map.`, given?.place ?? place);
  const properties = new EditableMap(given.place, given.entries());
  const source = mapFrom(place, [["Id", scalar(place, sourceId)]]);
  const reference = given.get("SourceReference");
  if (reference !== undefined) {
    if (reference.kind !== "map") return refuseResource(sourceId, `Property 'Connectors.${name}.Properties.SourceReference' should be a map.`, reference.place);
    if (reference.has("Id")) refuseResource(name, "'Id' shouldn't be defined in 'SourceReference'.", reference.place);
    for (const entry of reference.entries()) source.set(entry.key, entry.value, entry.keyPlace);
    properties.delete("SourceReference");
  }
  properties.set("Source", source);
  connector.set("Type", scalar(place, `${PREFIX}Connector`)).set("Properties", properties);
  expansion.serverless.set(id, new Serverless(id, `${PREFIX}Connector`, place, connector));
}
