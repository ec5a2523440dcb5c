import { listNode, mapOf } from "../source/index.ts";
import type { Node, Place } from "../source/index.ts";

/** Functions that have a short form, by the name after the exclamation mark; `Ref` and `Condition` are keys of their own. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ["Ref", "Ref"],
  ["Condition", "Condition"],
  ...[
    "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt", "GetAZs", "GetStackOutput", "If", "ImportValue", "Join", "Length", "Not", "Or", "Select", "Split",
    "Sub", "ToJsonString", "Transform", "Contains", "EachMemberEquals", "EachMemberIn", "RefAll", "ValueOf", "ValueOfAll",
  ].map((name): [string, string] => [name, `Fn::${name}`]),
]);

/**
 * The long form of a YAML tag: `!Sub x` is a map with the one key `Fn::Sub`. CloudFormation knows the tags in this spelling only; of any
 * other the template keeps a function that nobody knows, so that its value is unknown and not a text.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function longFormOf(tag: string, node: Node): Node {
  if (tag.startsWith("tag:yaml.org,2002:") || tag.startsWith("!!")) return node;
  const name = tag.replace(/^!/u, "");
  if (name === "") return node;
  const key = SHORT_FORMS.get(name) ?? `Fn::${name}`;
  return functionNode(node.place, key, key === "Fn::GetAtt" ? getAttArguments(node) : node);
}

export function functionNode(place: Place, key: string, value: Node): Node {
  return mapOf(place, [[key, value, place]]);
}

/** `A.B.C` → `[A, B.C]`: a logical id has no dots, an attribute (`Outputs.Url`) may. */
function getAttArguments(node: Node): Node {
  if (node.kind !== "scalar") return node;
  const dot = node.text.indexOf(".");
  if (dot < 0) return node;
  const part = (start: number, end: number): Node => {
    const text = node.text.slice(start, end);
    return { kind: "scalar", value: text, text, place: node.place.at(start, end) };
  };
  return listNode(node.place, [part(0, dot), part(dot + 1, node.text.length)]);
}
