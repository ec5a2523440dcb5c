import { type Json, objectIn, parsedJson, textIn, valueIn } from "./json.ts";

/** A stack of a cloud assembly. */
export interface AssemblyStack {
  /** As `cdk list` shows it: `Prod/Users`. */
  readonly name: string;
  /** Every name by which people call it: its id in the assembly and its name in AWS too. */
  readonly names: readonly string[];
  /** In AWS. */
  readonly stackName: string;
  /** `aws://123456789012/eu-west-1`; `undefined` where the application leaves it to whoever deploys. */
  readonly environment: string | undefined;
  /** Its template: a path from the assembly's folder, with `/`. */
  readonly templateFile: string;
  /** Values of parameters that the assembly itself carries. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Path of the construct behind a logical id, where only one construct has it. */
  constructPathOf(logicalId: string): string | undefined;
  /** The file (a path from the template's folder) that is uploaded under a name: `<hash>.yaml` of an S3 key. */
  assetFile(objectKey: string): string | undefined;
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
  const assets = once(() => assetsIn(folder, artifacts ?? {}, readText));
  for (const [id, artifact] of Object.entries(artifacts ?? {})) {
    if (stacks.length >= MAX_STACKS) return true;
    const properties = objectIn(artifact, "properties");
    const type = textIn(artifact, "type");
    if (type === "aws:cloudformation:stack") {
      const template = pathBelow(folder, textIn(properties, "templateFile"));
      if (template !== undefined && !stacks.some(({ templateFile }) => templateFile === template)) stacks.push(stackOf(id, artifact, template, folder, readText, assets));
    }
    if (type === "cdk:cloud-assembly" && depth < MAX_DEPTH) {
      const inner = pathBelow(folder, textIn(properties, "directoryName"));
      if (inner !== undefined) collect(`${inner}/`, readText, stacks, depth + 1);
    }
  }
  return true;
}

function stackOf(id: string, artifact: unknown, templateFile: string, folder: string, readText: ReadText, assets: () => ReadonlyMap<string, string>): AssemblyStack {
  const properties = objectIn(artifact, "properties");
  const displayName = textIn(artifact, "displayName");
  const extra = pathBelow(folder, textIn(artifact, "additionalMetadataFile") ?? textIn(properties, "additionalMetadataFile"));
  const metadata = once((): readonly Json[] => [objectIn(artifact, "metadata") ?? {}, (extra === undefined ? undefined : parsedJson(readText(extra))) ?? {}]);
  const paths = once(() => pathsByLogicalId(metadata()));
  const upwards = "../".repeat(templateFile.slice(folder.length).split("/").length - 1);
  return {
    name: displayName ?? id,
    names: [...new Set([id, displayName, textIn(properties, "stackName")].filter((name) => name !== undefined))],
    stackName: textIn(properties, "stackName") ?? id,
    environment: knownEnvironment(textIn(artifact, "environment")),
    templateFile,
    parameters: new Map(Object.entries(objectIn(properties, "parameters") ?? {}).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []))),
    constructPathOf: (logicalId) => paths().get(logicalId),
    assetFile: (objectKey) => {
      const path = assets().get(objectKey);
      return path === undefined ? undefined : `${upwards}${path}`;
    },
    traceOf: (constructPath) => metadata().map((part) => traceIn(valueIn(part, `/${constructPath}`))).find((trace) => trace !== undefined),
  };
}

function knownEnvironment(environment: string | undefined): string | undefined {
  return environment === undefined || /\/unknown-(?:account|region)/u.test(environment) ? undefined : environment;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Nested stacks number their resources anew; a logical id that two of them have tells nothing. */
function pathsByLogicalId(metadata: readonly Json[]): ReadonlyMap<string, string | undefined> {
  const paths = new Map<string, string | undefined>();
  for (const [path, entries] of metadata.flatMap((part) => Object.entries(part))) {
    for (const entry of Array.isArray(entries) ? entries : []) {
      const logicalId = textIn(entry, "type") === "aws:cdk:logicalId" ? textIn(entry, "data") : undefined;
      if (logicalId !== undefined) paths.set(logicalId, paths.has(logicalId) ? undefined : path.replace(/^\//u, ""));
    }
  }
  return paths;
}

/**
 * Where the asset manifests of a folder say that files are, from there, by the key under which each is uploaded. What the stacks of a stage
 * upload lies in the folder above theirs. Whether a file may be read is for who reads it to say.
 */
function assetsIn(folder: string, artifacts: Json, readText: ReadText): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const artifact of Object.values(artifacts)) {
    const manifest = textIn(artifact, "type") === "cdk:asset-manifest" ? pathBelow(folder, textIn(objectIn(artifact, "properties"), "file")) : undefined;
    const files = manifest === undefined ? undefined : objectIn(parsedJson(readText(manifest)), "files");
    for (const file of Object.values(files ?? {})) {
      const path = textIn(objectIn(file, "source"), "path");
      if (path === undefined || isAbsolute(path)) continue;
      for (const destination of Object.values(objectIn(file, "destinations") ?? {})) {
        const key = textIn(destination, "objectKey");
        if (key !== undefined) found.set(key, path.replaceAll("\\", "/"));
      }
    }
  }
  return found;
}

/**
 * Metadata of a construct is a list of entries. Where it was created is an entry of its own, in older versions of CDK the trace of the one
 * that gives its logical id.
 */
function traceIn(metadata: unknown): readonly string[] | undefined {
  if (!Array.isArray(metadata)) return undefined;
  const traces = metadata.flatMap((entry: unknown) => {
    const type = textIn(entry, "type");
    const trace = type === "aws:cdk:creationStack" ? valueIn(entry, "data") : valueIn(entry, "trace");
    return Array.isArray(trace) ? [{ type, trace }] : [];
  });
  const found = ["aws:cdk:creationStack", "aws:cdk:logicalId"].flatMap((wanted) => traces.find(({ type }) => type === wanted) ?? [])[0] ?? traces[0];
  return found?.trace.filter((frame: unknown) => typeof frame === "string");
}

/** Paths of an assembly stay in it. */
function pathBelow(folder: string, path: string | undefined): string | undefined {
  if (path === undefined || path === "" || isAbsolute(path)) return undefined;
  const parts = path.split(/[\\/]/u).filter((part) => part !== "" && part !== ".");
  return parts.length === 0 || parts.includes("..") ? undefined : `${folder}${parts.join("/")}`;
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[a-z]:)/iu.test(path);
}
