import type { Node } from "../source/index.ts";
import { FOR_EACH, textOf } from "./intrinsics.ts";

/** Escapes can spell any name or break it over two lines, and UTF-16 spells every name with zeros in between. */
export const MAY_BE_ESCAPED: readonly string[] = ["\\u", "\\U", "\\x", "\\\n", "\\\r"];

/**
 * Can the file be told to be no template without reading it as YAML or JSON? Sound: a file that is one is never said not to be. A template
 * names `Resources`, or has them put in by an include and then says so with `Transform`.
 */
export function isSurelyNoTemplate(bytes: Uint8Array): boolean {
  return !mentionsAny(bytes, ["Resources", "AWSTemplateFormatVersion", "AWS::Include"]);
}

/**
 * May the file define anything that answers a browser? Sound as above; files with macros or includes may define everything.
 */
export function mayDefineApis(bytes: Uint8Array): boolean {
  return mentionsAny(bytes, ["Api", "Lambda::Url", "FunctionUrl", "Fn::Transform", "!Transform", "AWS::Include", "Macro", "CloudFront", "CorsConfiguration", "CloudFormation::Stack", "Serverless::Application"]);
}

/** May the file hold anything that SAM's macro makes something of? Sound as above: an include or a nested stack may bring it, and says so. */
export function mayNeedSam(bytes: Uint8Array): boolean {
  return mentionsAny(bytes, ["Serverless", "Transform", "AWS::Include", "CloudFormation::Stack"]);
}

function mentionsAny(bytes: Uint8Array, words: readonly string[]): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isWide(buffer)) return true;
  return [...words, ...MAY_BE_ESCAPED].some((word) => buffer.includes(word, 0, "latin1"));
}

/** UTF-16 or UTF-32: a byte order mark, or a zero among the first bytes. */
function isWide(buffer: Buffer): boolean {
  const [first, second] = buffer;
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || buffer.subarray(0, 4).includes(0);
}

/** Is this the root of a CloudFormation template? Its content decides, not its name. */
export function isTemplateRoot(root: Node | undefined): boolean {
  if (root?.kind !== "map") return false;
  const resources = root.get("Resources");
  const isDeclared = root.has("AWSTemplateFormatVersion") || root.has("Transform");
  if (resources === undefined) return isDeclared && !root.has("resources");
  if (resources.kind !== "map") return root.has("AWSTemplateFormatVersion");
  if (root.has("AWSTemplateFormatVersion")) return true;
  for (const { key, value } of resources.entries()) {
    if (key.startsWith(FOR_EACH) || key === "Fn::Transform") return true;
    if (value.kind === "map" && isResourceType(textOf(value.get("Type")))) return true;
  }
  return false;
}

function isResourceType(type: string | undefined): boolean {
  return type !== undefined && /^(?:\w+::\w+(?:::\w+)*|Custom::[\w@-]+)$/u.test(type);
}

/** Is the text input of another template engine: cookiecutter and Jinja, EJS and ERB, Velocity, Go templates? AWS is given what that makes of it. */
export function hasStatementsOfAnotherEngine(text: string): boolean {
  return STATEMENTS.some((statement) => statement.test(text));
}

const STATEMENTS: readonly RegExp[] = [/\{%-?\s/u, /<%[=_-]?\s/u, /\{\{-?\s*(?:[.$]|(?:if|else|end|range|with|define|template|include|block)\b)/u, /^#(?:set|if|foreach)\s*\(/mu];

/** A value that another engine fills in: `{{ cookiecutter.name }}`. `{{resolve:…}}` is CloudFormation's own. */
export const PLACEHOLDER = /\{\{(?!resolve:)[^{}]*\}\}/u;

/** Of a text that cannot be read: is it a template all the same, one that someone would hand to AWS? */
export function looksLikeTemplate(text: string): boolean {
  if (/^\s*["']?AWSTemplateFormatVersion["']?\s*:/mu.test(text)) return true;
  return /^\s*["']?Resources["']?\s*:/mu.test(text) && /^\s*["']?Type["']?\s*:\s*["']?(?:AWS|Custom|Alexa)::\w/mu.test(text);
}
