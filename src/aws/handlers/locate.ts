import type { HandlerLanguage } from "../../handler/index.ts";
import type { SourceFile } from "../../source/index.ts";
import type { View, World, WorldResource } from "../../template/index.ts";
import { inlineSource, type InlineSource, isPlaceholder } from "./inline.ts";
import { namedFiles, type HandlerName, handlerName } from "./names.ts";

/** Where the code of a function is, or why nobody can look at it. */
export type Located =
  | { readonly kind: "file"; readonly file: SourceFile; readonly language: HandlerLanguage; readonly handler: string; readonly root: CodeRoot; readonly layers: readonly CodeRoot[] }
  | { readonly kind: "inline"; readonly source: InlineSource; readonly language: HandlerLanguage; readonly handler: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** The folder that the names of modules start from, as a reference of the file `from`. */
export interface CodeRoot {
  readonly from: string;
  readonly folder: string;
}

/** The source behind a function: code in the template, or a file of the project. Nothing is built, unpacked or fetched. */
export function locate(world: World, resource: WorldResource): Located {
  const { properties } = resource;
  const code = properties.get("Code");
  if (properties.get("PackageType").known() === "Image" || code.has("ImageUri")) return unknownCode("its code is in a container image");
  const language = languageOf(properties.get("Runtime"));
  if (typeof language === "object") return unknownCode(language.reason);
  const name = handlerName(properties.get("Handler").known(), language);
  if (name === undefined) return unknownCode("its Handler is not known");
  if (name.module.startsWith("/opt/")) return unknownCode("its handler is in a layer");

  const inline = code.get("ZipFile");
  if (inline.kind !== "absent") {
    const source = inlineSource(inline);
    if (source && isPlaceholder(source)) return unknownCode("its inline code says that other code takes its place");
    return source ? { kind: "inline", source, language: language ?? "javascript", handler: name.export } : unknownCode("its inline code is not known");
  }
  const folder = folderOf(world, resource, code);
  if (typeof folder === "object") return unknownCode(folder.reason);
  return fileOf(world, resource, { from: code.kind === "scalar" ? code.place.file.name : resource.place.file.name, folder }, name, language);
}

/** The folders of the layers that the template has for a function. Those of other stacks and accounts are out of view. */
function layersOf(resource: WorldResource): readonly CodeRoot[] {
  return resource.properties.get("Layers").items().flatMap((layer): CodeRoot[] => {
    const found = layer.reference()?.resource;
    const content = found?.type === "AWS::Lambda::LayerVersion" ? found.properties.get("Content") : undefined;
    const folder = content?.kind === "scalar" ? content.known() : undefined;
    if (content?.kind !== "scalar" || folder === undefined || /^[a-z][a-z\d+.-]*:\/\/|\.zip$/iu.test(folder)) return [];
    return [{ from: content.place.file.name, folder }];
  });
}

function unknownCode(reason: string): Located {
  return { kind: "unknown", reason };
}

/** `undefined`: whatever the file turns out to be. */
function languageOf(runtime: View): HandlerLanguage | undefined | { readonly reason: string } {
  const text = runtime.known();
  if (text === undefined) return undefined;
  if (text.startsWith("nodejs")) return "javascript";
  return text.startsWith("python") ? "python" : { reason: `programs for ${text} are not analysed` };
}

/** `CodeUri`, `Code` as `aws cloudformation package` takes it, or the asset that CDK made of it. */
function folderOf(world: World, resource: WorldResource, code: View): string | { readonly reason: string } {
  if (code.kind === "opaque") return { reason: "where its code is, is not known" };
  if (code.kind === "scalar") {
    const path = code.known();
    if (path === undefined) return { reason: "where its code is, is not known" };
    if (/^[a-z][a-z\d+.-]*:\/\//iu.test(path)) return { reason: "its code is in an S3 bucket" };
    return /\.(?:zip|jar)$/iu.test(path) ? { reason: "its code is in an archive" } : path;
  }
  const asset = world.view(resource.body).get("Metadata").get("aws:asset:path").known();
  if (asset !== undefined) return /\.(?:zip|jar)$/iu.test(asset) ? { reason: "its code is in an archive" } : asset;
  const key = code.get("S3Key").known();
  const file = key === undefined ? undefined : world.template.assetFile?.(key);
  if (file !== undefined && !file.endsWith(".zip")) return file;
  if (key !== undefined && /^[0-9a-f]{64}\.zip$/u.test(key)) return `asset.${key.slice(0, -".zip".length)}`;
  return { reason: code.kind === "absent" ? "its code is not in view" : "its code is in an S3 bucket" };
}

function fileOf(world: World, resource: WorldResource, root: CodeRoot, name: HandlerName, language: HandlerLanguage | undefined): Located {
  const { template } = world;
  let refused: string | undefined;
  for (const { folder, path } of namedFiles(root.folder, name, language, entryPoints(world, resource))) {
    const found = template.readText(root.from, path);
    if ("file" in found) {
      const own = path.endsWith(".py") ? "python" : /\.[mc]?tsx?$/u.test(path) ? "typescript" : "javascript";
      return { kind: "file", file: found.file, language: own, handler: name.export, root: { from: root.from, folder }, layers: layersOf(resource) };
    }
    if (/outside|too large|too many|no other file/u.test(found.refused)) refused ??= found.refused;
  }
  return unknownCode(refused ?? `its source is not where its Handler says (${name.module} below ${root.folder})`);
}

/** `Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [src/app.ts] } }`. */
function entryPoints(world: World, resource: WorldResource): readonly string[] {
  const metadata = world.view(resource.body).get("Metadata");
  if (metadata.get("BuildMethod").known() !== "esbuild") return [];
  return metadata.get("BuildProperties").get("EntryPoints").items().flatMap((item) => item.known() ?? []);
}
