import { plainFrom, readDocument } from "../../source/index.ts";
import { pairsInText } from "./overrides-text.ts";
import { ParameterFileError } from "./types.ts";

/** What a samconfig file says of one environment, as far as it matters to a template. */
export interface SamConfig {
  /** The environments that it has. */
  readonly environments: readonly string[];
  readonly overrides: ReadonlyMap<string, string>;
  /** Files with more values (`file://…`), the last of which wins. */
  readonly files: readonly string[];
  /** What it calls the stack. */
  readonly stackName: string | undefined;
  /** The template that it is for, where it says so. */
  readonly template: string | undefined;
}

/** Turns TOML into plain data; throws {@link ParameterFileError}. */
export type ReadToml = (name: string, text: string) => unknown;

/** Names under which SAM finds its configuration beside a template, in its order. */
export const SAMCONFIG_NAMES = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"] as const;

/** Loads the parser of TOML. */
export async function tomlReader(): Promise<ReadToml> {
  const { parse, TomlError } = await import("smol-toml");
  return (name, text) => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof TomlError) throw new ParameterFileError(name, messageOf(error), error);
      throw error;
    }
  };
}

/** The parser's own words, without the excerpt that it appends. */
function messageOf({ message }: Error): string {
  return (message.split("\n")[0] ?? message).replace(/^Invalid TOML document: /u, "it is not TOML: ");
}

/**
 * Reads samconfig.toml or samconfig.yaml: `parameter_overrides` of `sam deploy` in one environment, over those that hold for every command.
 * Throws {@link ParameterFileError}.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function readSamConfig(name: string, bytes: Uint8Array, environment: string, readToml: ReadToml): SamConfig {
  const data = name.endsWith(".toml") ? readToml(name, new TextDecoder().decode(bytes)) : yamlData(name, bytes);
  if (!isRecord(data)) throw new ParameterFileError(name, "it is not a table of environments");
  const chosen = own(data, environment);
  const commands = ["global", "deploy"].map((command) => own(own(chosen, command), "parameters"));
  const overrides = new Map<string, string>();
  const files: string[] = [];
  for (const parameters of commands) collect(name, own(parameters, "parameter_overrides"), overrides, files);
  const templates = [...commands, own(own(chosen, "build"), "parameters")].flatMap((parameters) => [own(parameters, "template_file"), own(parameters, "template")]);
  const stackName = commands.map((parameters) => own(parameters, "stack_name")).findLast((name) => typeof name === "string");
  return {
    environments: Object.keys(data).filter((key) => isRecord(data[key])),
    overrides,
    files,
    stackName,
    template: templates.find((template) => typeof template === "string"),
  };
}

function yamlData(name: string, bytes: Uint8Array): unknown {
  const { root, issues, file } = readDocument(name, bytes);
  const [issue] = issues;
  if (issue !== undefined) throw new ParameterFileError(name, issue.message, file.position(issue.span.start));
  return root === undefined ? {} : plainFrom(root);
}

/** A text, a list of texts, or a map; lists may hold maps. */
function collect(name: string, overrides: unknown, found: Map<string, string>, files: string[]): void {
  if (overrides === undefined) return;
  if (Array.isArray(overrides)) {
    for (const item of overrides) collect(name, item, found, files);
    return;
  }
  if (typeof overrides === "string") {
    const { pairs, rest } = pairsInText(overrides);
    for (const [key, value] of pairs) found.set(key, value);
    for (const word of rest) {
      if (!word.startsWith("file://")) throw new ParameterFileError(name, `parameter_overrides has ${JSON.stringify(word)}, which is not Key=Value`);
      files.push(word.slice("file://".length));
    }
    return;
  }
  if (!isRecord(overrides)) throw new ParameterFileError(name, "parameter_overrides is a text, a list or a map");
  for (const [key, value] of Object.entries(overrides)) found.set(key, textFrom(name, key, value));
}

function textFrom(name: string, key: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => textFrom(name, key, item)).join(",");
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  throw new ParameterFileError(name, `the value of ${key} in parameter_overrides is no text`);
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

/** What stands under a key of the data itself: `__proto__` is a key like any other. */
function own(data: unknown, key: string): unknown {
  return isRecord(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}
