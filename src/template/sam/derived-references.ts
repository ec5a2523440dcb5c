import { entryWith, listNode } from "../../source/index.ts";
import type { Node } from "../../source/index.ts";
import { EditableMap, MAX_DEPTH, scalar, stringOf } from "./editable.ts";

/**
 * References to what SAM makes of a resource: `!Ref Api.Stage`, `${Function.Alias}`, `!GetAtt Function.Version.Arn` become those of the
 * resource that was made. Only what changes is copied.
 */
export function resolveDerived(node: Node, aliases: ReadonlyMap<string, string>, depth = 0): Node {
  if (node.kind === "scalar" || depth > MAX_DEPTH) return node;
  if (node.kind === "list") {
    const items = node.items.map((item) => resolveDerived(item, aliases, depth + 1));
    return items.some((item, i) => item !== node.items[i]) ? listNode(node.place, items) : node;
  }
  const only = node.size === 1 ? resolvedFunction(node, aliases) : undefined;
  if (only !== undefined) return only;
  let changed: EditableMap | undefined;
  for (const { key, value } of node.entries()) {
    const resolved = resolveDerived(value, aliases, depth + 1);
    if (resolved === value) continue;
    changed ??= new EditableMap(node.place, node.entries());
    changed.set(key, resolved);
  }
  return changed ?? node;
}

function resolvedFunction(node: Node, aliases: ReadonlyMap<string, string>): Node | undefined {
  if (node.kind !== "map") return undefined;
  const [entry] = node.entries();
  if (entry === undefined) return undefined;
  const replaced = (value: Node): Node => new EditableMap(node.place, [entryWith(entry, { value })]);
  if (entry.key === "Ref") {
    const id = aliases.get(stringOf(entry.value) ?? "");
    return id === undefined ? undefined : replaced(scalar(entry.value.place, id));
  }
  if (entry.key === "Fn::GetAtt" && entry.value.kind === "list") {
    const whole = entry.value.items.map((item) => stringOf(item) ?? "").join(".");
    const [id = "", property = "", ...attribute] = whole.split(".");
    const target = aliases.get(`${id}.${property}`);
    if (target === undefined) return undefined;
    const { place } = entry.value;
    return replaced(listNode(place, [scalar(place, target), scalar(place, attribute.join("."))]));
  }
  if (entry.key === "Fn::Sub") return substituted(entry.value, aliases, replaced);
  return undefined;
}

function substituted(argument: Node, aliases: ReadonlyMap<string, string>, replaced: (value: Node) => Node): Node | undefined {
  const template = argument.kind === "list" ? argument.items[0] : argument;
  const text = stringOf(template);
  if (template === undefined || text?.includes("${") !== true) return undefined;
  const resolved = text.replace(/\$\{([A-Za-z0-9]+)\.([A-Za-z0-9]+)((?:\.[A-Za-z0-9.]+)?)\}/gu, (all, id: string, property: string, rest: string) => {
    const target = aliases.get(`${id}.${property}`);
    return target === undefined ? all : `\${${target}${rest}}`;
  });
  if (resolved === text) return undefined;
  const node = scalar(template.place, resolved);
  return replaced(argument.kind === "list" ? listNode(argument.place, [node, ...argument.items.slice(1)]) : node);
}
