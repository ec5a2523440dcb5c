import type { RawScalar } from "./raw.ts";
import type { ScalarValue } from "./node.ts";

export interface TypedScalar {
  readonly value: ScalarValue;
  readonly text: string;
}

const BOOLEAN = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/u;
const NULL = /^(?:~|null|Null|NULL|)$/u;
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/u;
const FLOAT = /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/u;

/** `tag:yaml.org,2002:`, what `!!` stands for. */
export const STANDARD_TAG = "tag:yaml.org,2002:";

/**
 * The value of a scalar by the types of YAML 1.1 (https://yaml.org/type/), which CloudFormation documents that it supports without
 * `!!timestamp`: dates stay text. Base-60 integers, infinities and not-a-numbers stay text too, since JSON has no such values.
 */
export function typeOf(raw: RawScalar): TypedScalar {
  const { text } = raw;
  if (raw.tag?.startsWith(STANDARD_TAG)) {
    const type = raw.tag.slice(STANDARD_TAG.length);
    return type === "int" || type === "float" || type === "bool" || type === "null" ? plainValue(text) : { value: text, text };
  }
  if (raw.style !== "plain" || raw.tag === "!") return { value: text, text };
  return plainValue(text);
}

function plainValue(text: string): TypedScalar {
  if (!mayBeTyped(text)) return { value: text, text };
  if (NULL.test(text)) return { value: null, text: "" };
  if (BOOLEAN.test(text)) {
    const value = /^[yYtT]|^[oO][nN]/u.test(text);
    return { value, text: String(value) };
  }
  if (INTEGER.test(text)) return integer(text);
  // The digits stay as written: `2.0` is a version as often as a number.
  if (FLOAT.test(text) && /[0-9]/u.test(text)) return { value: Number(text.replaceAll("_", "")), text: text.replaceAll("_", "") };
  return { value: text, text };
}

/** Most scalars are names: their length and first character rule every type out. */
function mayBeTyped(text: string): boolean {
  if (text.length <= 5) return true;
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}

function integer(source: string): TypedScalar {
  const digits = source.replaceAll("_", "");
  const negative = digits.startsWith("-");
  const magnitude = digits.replace(/^[-+]/u, "");
  const literal = /^0[0-7]+$/u.test(magnitude) ? `0o${magnitude.slice(1)}` : magnitude;
  if (literal === "0b" || literal === "0x" || literal === "0o") return { value: source, text: source };
  // BigInt is linear only for small numbers; no property of any resource takes one of a thousand digits.
  if (literal.length > 1000) return { value: source, text: source };
  const exact = negative ? -BigInt(literal) : BigInt(literal);
  return { value: Number(exact), text: String(exact) };
}
