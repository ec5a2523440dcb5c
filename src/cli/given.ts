import { basename, dirname, resolve } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { resolveWithin } from "../source/resolve-within.ts";
import { type GivenValues, givenValues, ParameterFileError } from "../template/parameter-files/types.ts";
import type { SamConfig } from "../template/parameter-files/samconfig.ts";
import { type Arguments, pairsOf } from "./arguments.ts";
import type { Input } from "./inputs.ts";
import { type Io, UsageError } from "./io.ts";
import { nearestOf } from "./nearest.ts";
import { shownName } from "../source/project.ts";

/** Values of the parameters of one template. */
export interface StackValues extends ReadonlyMap<string, string> {
  /** What its stack is called in AWS. */
  readonly stackName?: string | undefined;
}

/** The options that give values to parameters; every command that reads templates has them. */
export type GivenArguments = Pick<Arguments<"parameter" | "parameter-file" | "config-env" | "no-samconfig">, "has" | "text" | "texts">;

/**
 * Values of parameters from the command line, from files, from samconfig and from the assembly, in this order of precedence. Throws
 * {@link UsageError} for a file that cannot be used.
 */
export class Given {
  /** Names that `--parameter` gives. */
  readonly named: readonly string[];
  readonly #files: FileSystem;
  readonly #byHand: GivenValues;
  readonly #configured: GivenValues;
  readonly #fromFiles: readonly GivenValues[];
  readonly #environment: string;
  readonly #wasChosen: boolean;
  readonly #usesSamConfig: boolean;
  readonly #samConfigs = new Map<string, SamConfig | undefined>();

  private constructor(args: GivenArguments, files: FileSystem, fromFiles: readonly GivenValues[], configured: ReadonlyMap<string, string>) {
    const pairs = pairsOf("parameter", args.texts("parameter"));
    this.named = Array.from(pairs.keys(), (name) => name.slice(name.indexOf(":") + 1));
    this.#files = files;
    this.#byHand = givenValues(pairs);
    this.#configured = givenValues(configured);
    this.#fromFiles = fromFiles;
    this.#environment = args.text("config-env") ?? "default";
    this.#wasChosen = args.has("config-env");
    this.#usesSamConfig = !args.has("no-samconfig");
  }

  /** `configured`: what the configuration gives, below files and options. */
  static async from(args: GivenArguments, { fileSystem }: Pick<Io, "fileSystem">, configured: ReadonlyMap<string, string> = new Map()): Promise<Given> {
    const fromFiles: GivenValues[] = [];
    for (const path of args.texts("parameter-file")) fromFiles.push(await parameterFile(path, fileSystem));
    return new Given(args, fileSystem, fromFiles, configured);
  }

  /** The values for a template, with the name of its stack where samconfig says it. */
  async valuesFor(input: Input): Promise<StackValues> {
    const names = input.stack?.names ?? [];
    const config = await this.#samConfigFor(input);
    const layers = [...(await this.#fromSamConfig(config)), this.#configured, ...this.#fromFiles, this.#byHand];
    const values = new Map([
      ...(input.stack?.parameters ?? []),
      ...layers.flatMap(({ values: each, byStack }) => [...each, ...names.flatMap((name) => [...(byStack.get(name) ?? [])])]),
    ]);
    return Object.assign(values, { stackName: config?.config.stackName });
  }

  /** A mistyped environment would silently change nothing. */
  get complaint(): string | undefined {
    const configs = [...this.#samConfigs.values()].filter((config) => config !== undefined);
    if (!this.#wasChosen || configs.some(({ environments }) => environments.includes(this.#environment))) return undefined;
    if (configs.length === 0) return "no template has a samconfig.toml beside it, so --config-env changes nothing";
    const near = nearestOf(this.#environment, configs.flatMap(({ environments }) => environments));
    return `no samconfig has an environment ${this.#environment}${near === undefined ? "" : `; did you mean ${near}?`}`;
  }

  async #samConfigFor({ path }: Input): Promise<{ readonly config: SamConfig; readonly folder: string } | undefined> {
    if (path === undefined || !this.#usesSamConfig) return undefined;
    const folder = dirname(path);
    const config = this.#samConfigs.has(folder) ? this.#samConfigs.get(folder) : await this.#samConfig(folder);
    this.#samConfigs.set(folder, config);
    return config === undefined || !this.#isFor(config, path) ? undefined : { config, folder };
  }

  async #fromSamConfig(found: { readonly config: SamConfig; readonly folder: string } | undefined): Promise<readonly GivenValues[]> {
    if (found === undefined) return [];
    const { config, folder } = found;
    const more: GivenValues[] = [];
    for (const file of config.files) {
      const path = resolveWithin(this.#files, this.#files.cwd, resolve(folder, "samconfig"), file);
      if (typeof path !== "string") throw new UsageError(`samconfig: ${path.message}`);
      more.push(await parameterFile(path, this.#files));
    }
    return [...more, { values: config.overrides, byStack: new Map() }];
  }

  async #samConfig(folder: string): Promise<SamConfig | undefined> {
    const names = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];
    const name = names.find((candidate) => this.#files.kind(resolve(folder, candidate)) === "file");
    if (name === undefined) return undefined;
    const { readSamConfig, tomlReader } = await import("../template/parameter-files/samconfig.ts");
    const path = resolve(folder, name);
    const toml = await tomlReader();
    return orUsageError(() => readSamConfig(shownName(this.#files, path), bytesOf(path, this.#files), this.#environment, toml));
  }

  /** The configuration names its template, or is for the one that SAM takes when it is told nothing; else for whatever stands beside it. */
  #isFor({ template }: SamConfig, path: string): boolean {
    const folder = dirname(path);
    if (template !== undefined && !template.includes(".aws-sam")) return resolve(folder, template) === path;
    return DEFAULT_NAMES.includes(basename(path)) || !DEFAULT_NAMES.some((name) => this.#files.kind(resolve(folder, name)) === "file");
  }
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-build.html, --template-file */
const DEFAULT_NAMES: readonly string[] = ["template.yaml", "template.yml", "template.json"];

async function parameterFile(path: string, files: FileSystem): Promise<GivenValues> {
  const { readParameterFile } = await import("../template/parameter-files/parameter-file.ts");
  return orUsageError(() => readParameterFile(shownName(files, path), bytesOf(path, files)));
}

function bytesOf(path: string, files: FileSystem): Uint8Array {
  const bytes = files.read(path);
  if (bytes instanceof Uint8Array) return bytes;
  throw new UsageError(`cannot read ${shownName(files, path)}: ${bytes.message}`);
}

function orUsageError<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ParameterFileError ? new UsageError(error.message) : error;
  }
}
