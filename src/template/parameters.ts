import { holdsPlaceholder, type MapNode, type Node } from "../source/index.ts";
import { textOf } from "./intrinsics.ts";
import type { Parameter } from "./types.ts";

/** The `Parameters` section, with what the user gave for them. */
export function parametersOf(root: MapNode, given: ReadonlyMap<string, string>): { parameters: ReadonlyMap<string, Parameter>; noEcho: ReadonlySet<string> } {
  const parameters = new Map<string, Parameter>();
  const noEcho = new Set<string>();
  const section = root.get("Parameters");
  if (section?.kind !== "map") return { parameters, noEcho };
  for (const { key, keyPlace, value } of section.entries()) {
    if (value.kind !== "map") continue;
    const type = textOf(value.get("Type")) ?? "String";
    const hidden = textOf(value.get("NoEcho"))?.toLowerCase() === "true";
    if (hidden) noEcho.add(key);
    const chosen = given.get(key);
    parameters.set(key, {
      name: key,
      type,
      value: isSsmType(type) ? undefined : (chosen ?? (hidden ? undefined : valueByDefault(value.get("Default")))),
      given: chosen !== undefined,
      allowedValues: isListType(type) ? undefined : allowedValuesOf(value.get("AllowedValues")),
      place: keyPlace,
    });
  }
  return { parameters, noEcho };
}

/** Its value is the name of an SSM parameter, and only AWS knows what that holds. */
export function isSsmType(type: string): boolean {
  return type.startsWith("AWS::SSM::Parameter::Value<");
}

export function isListType(type: string): boolean {
  return type === "CommaDelimitedList" || type.includes("List<") || type.includes("<CommaDelimitedList>");
}

/** `a, b` → `a`, `b`: CloudFormation trims the members of a list parameter. */
export function listMembers(text: string): string[] {
  return text.split(",").map((member) => member.trim());
}

/** `https://<your-domain>` shows how the value is written, and whoever deploys gives another. */
function valueByDefault(node: Node | undefined): string | undefined {
  const text = defaultText(node);
  return text !== undefined && /^https?:\/\//iu.test(text) && holdsPlaceholder(text) ? undefined : text;
}

function defaultText(node: Node | undefined): string | undefined {
  if (node?.kind !== "list") return textOf(node);
  const members = node.items.map(textOf);
  return members.some((member) => member === undefined) ? undefined : members.join(",");
}

function allowedValuesOf(node: Node | undefined): readonly string[] | undefined {
  if (node?.kind !== "list") return undefined;
  const texts = node.items.map(textOf).filter((text) => text !== undefined);
  return texts.length > 0 && texts.length === node.items.length ? [...new Set(texts)] : undefined;
}
