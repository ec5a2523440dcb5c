import { dirname, join, relative, resolve } from "node:path";
import type { FileSystem } from "../source/file-system.ts";
import { shownName } from "../source/project.ts";
import { isWithin } from "../source/resolve-within.ts";

/** Where the file that CDK has copied into the assembly comes from, as the user is shown it; `undefined`: not known, or it is not a copy. */
export type AssetSources = (name: string) => string | undefined;

/**
 * Looks for the originals of assets: people edit `lambda/index.js`, not `cdk.out/asset.4f2…/index.js`. The constructs that stage assets
 * know both folders. Only a file of the same bytes is taken for the original, as bundlers write other files than they read.
 */
export function assetSources(app: object | undefined, files: FileSystem): AssetSources {
  let staged: readonly Staged[] | undefined;
  const repository = repositoryOf(files);
  return (name) => {
    staged ??= app === undefined ? [] : constructsIn(app).flatMap((construct) => stagedBy(construct, files.cwd) ?? []);
    const path = resolve(files.cwd, name);
    const asset = staged.find(({ to }) => isWithin(to, path));
    if (asset === undefined) return undefined;
    const original = join(asset.from, relative(asset.to, path));
    return isWithin(repository, original) && isSame(files.read(original), files.read(path)) ? shownName(files, original) : undefined;
  };
}

interface Staged {
  readonly from: string;
  readonly to: string;
}

/** `AssetStaging` of aws-cdk-lib, known by what it offers: there may be several versions of its class. */
function stagedBy(construct: object, cwd: string): Staged | undefined {
  const from = "sourcePath" in construct ? construct.sourcePath : undefined;
  const to = "absoluteStagedPath" in construct ? construct.absoluteStagedPath : undefined;
  return typeof from === "string" && typeof to === "string" && from !== to ? { from: resolve(cwd, from), to: resolve(cwd, to) } : undefined;
}

/** `construct.node.findAll()`, of what may be a construct. */
function constructsIn(app: object): readonly object[] {
  const node = "node" in app ? app.node : undefined;
  if (typeof node !== "object" || node === null || !("findAll" in node) || typeof node.findAll !== "function") return [];
  const found: unknown = node.findAll();
  return Array.isArray(found) ? found.filter((item: unknown) => typeof item === "object" && item !== null) : [];
}

/** The folder of the git repository around the working directory, else the working directory: sources may lie beside the app's folder. */
function repositoryOf(files: FileSystem): string {
  for (let at = files.cwd; ; at = dirname(at)) {
    if (files.kind(resolve(at, ".git")) !== "missing") return at;
    if (at === dirname(at)) return files.cwd;
  }
}

function isSame(a: ReturnType<FileSystem["read"]>, b: ReturnType<FileSystem["read"]>): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0;
}
