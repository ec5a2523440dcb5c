import { type Json, objectIn, parsedJson, textIn, valueIn } from "./json.ts";

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  /** As `cdk list` shows it: `Prod/Users`. */
  readonly name: string;
  /** Every name by which people call it: its id in the assembly and its name in AWS too. */
  readonly names: readonly string[];
  /** Its template: a path from the assembly's folder, with `/`. */
  readonly templateFile: string;
  /** Values of parameters that the assembly itself carries. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The frames of the call that created a construct, the innermost first; `undefined` where none were recorded. */
  traceOf(constructPath: string): readonly string[] | undefined;
}

/** The text of a file of the assembly by its path from the assembly's folder; `undefined` where there is none. */
export type ReadText = (path: string) => string | undefined;

/** Assemblies within assemblies: stages within stages. */
const MAX_DEPTH = 10;
const MAX_STACKS = 10_000;

/**
 * The stacks of a cloud assembly, those of its stages included, each once; `undefined` where the folder holds no assembly. Nested stacks
 * are no stacks of their own. Data only: nothing of the application runs.
 * https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema
 */
export function readAssembly(readText: ReadText): readonly AssemblyStack[] | undefined {
  const stacks: AssemblyStack[] = [];
  return collect("", readText, stacks, 0) ? stacks : undefined;
}

function collect(folder: string, readText: ReadText, stacks: AssemblyStack[], depth: number): boolean {
  const manifest = parsedJson(readText(`${folder}manifest.json`));
  if (textIn(manifest, "version") === undefined) return false;
  const artifacts = objectIn(manifest, "artifacts");
  if (artifacts === undefined && valueIn(manifest, "files") !== undefined) return false;
  for (const [id, artifact] of Object.entries(artifacts ?? {})) {
    if (stacks.length >= MAX_STACKS) return true;
    const properties = objectIn(artifact, "properties");
    const type = textIn(artifact, "type");
    if (type === "aws:cloudformation:stack") {
      const template = pathBelow(folder, textIn(properties, "templateFile"));
      if (template !== undefined && !stacks.some(({ templateFile }) => templateFile === template)) stacks.push(stackOf(id, artifact, template, folder, readText));
    }
    if (type === "cdk:cloud-assembly" && depth < MAX_DEPTH) {
      const inner = pathBelow(folder, textIn(properties, "directoryName"));
      if (inner !== undefined) collect(`${inner}/`, readText, stacks, depth + 1);
    }
  }
  return true;
}

function stackOf(id: string, artifact: unknown, templateFile: string, folder: string, readText: ReadText): AssemblyStack {
  const properties = objectIn(artifact, "properties");
  const displayName = textIn(artifact, "displayName");
  const extra = pathBelow(folder, textIn(artifact, "additionalMetadataFile") ?? textIn(properties, "additionalMetadataFile"));
  let more: Json | undefined;
  const metadataOf = (path: string): unknown => valueIn(valueIn(artifact, "metadata"), path) ?? valueIn((more ??= (extra === undefined ? undefined : parsedJson(readText(extra))) ?? {}), path);
  return {
    name: displayName ?? id,
    names: [...new Set([id, displayName, textIn(properties, "stackName")].filter((name) => name !== undefined))],
    templateFile,
    parameters: new Map(Object.entries(objectIn(properties, "parameters") ?? {}).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []))),
    traceOf: (constructPath) => traceIn(metadataOf(`/${constructPath}`)),
  };
}

/** Metadata of a construct is a list of entries; the one that gives its logical id says where it was created. */
function traceIn(metadata: unknown): readonly string[] | undefined {
  if (!Array.isArray(metadata)) return undefined;
  const traces = metadata.flatMap((entry: unknown) => {
    const trace = valueIn(entry, "trace");
    return Array.isArray(trace) ? [{ type: textIn(entry, "type"), trace }] : [];
  });
  const found = traces.find(({ type }) => type === "aws:cdk:logicalId") ?? traces[0];
  return found?.trace.filter((frame: unknown) => typeof frame === "string");
}

/** Paths of an assembly stay in it. */
function pathBelow(folder: string, path: string | undefined): string | undefined {
  if (path === undefined || path === "" || /^(?:[\\/]|[a-z]:)/iu.test(path)) return undefined;
  const parts = path.split(/[\\/]/u).filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? undefined : `${folder}${parts.join("/")}`;
}
