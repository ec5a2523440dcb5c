import type { HandlerLanguage } from "../../handler/index.ts";

/** `Handler`, taken apart: the module as a path without extension, and what it exports. */
export interface HandlerName {
  readonly module: string;
  readonly export: string;
}

/** `src/app.handler` → src/app and handler. Node.js takes the first dot after the last slash, Python the last, with dots for slashes. */
export function handlerName(text: string | undefined, language: HandlerLanguage | undefined): HandlerName | undefined {
  if (text === undefined) return undefined;
  const slash = text.lastIndexOf("/") + 1;
  const dot = language === "python" ? text.lastIndexOf(".") : text.indexOf(".", slash);
  if (dot <= slash || dot === text.length - 1) return undefined;
  const module = text.slice(0, dot);
  return { module: language === "python" ? module.replaceAll(".", "/") : module, export: text.slice(dot + 1) };
}

interface Candidate {
  /** The folder that modules are named from. */
  readonly folder: string;
  readonly path: string;
}

const JAVASCRIPT = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];
/** What is there as it is deployed comes first. */
const DEPLOYED = [".mjs", ".js", ".cjs", ".ts", ".mts", ".cts", ".tsx"];
/** Folders that build tools write to, and the ones they read from. */
const BUILT = /(?:^|\/)(?:dist|build|out|lib|\.build|\.esbuild|bundle)(?=\/|$)/u;

/** The files that may hold a handler's source, the likeliest first: where it is deployed from, else what that is built from. */
export function* namedFiles(root: string, { module }: HandlerName, language: HandlerLanguage | undefined, entryPoints: readonly string[]): Generator<Candidate> {
  const folder = root.replace(/\/+$/u, "") || ".";
  if (/\.(?:py|[mc]?[jt]sx?)$/u.test(folder)) {
    yield { folder: parentOf(folder), path: folder };
    return;
  }
  const base = module.slice(module.lastIndexOf("/") + 1);
  for (const entry of entryPoints) {
    const bare = entry.replace(/\.[mc]?[jt]sx?$/u, "");
    if (bare !== module && !bare.endsWith(`/${module}`) && bare.slice(bare.lastIndexOf("/") + 1) !== base) continue;
    yield* withExtensions(folder, bare, JAVASCRIPT);
  }
  if (language !== "javascript") yield* withExtensions(folder, module, [".py", "/__init__.py"]);
  if (language === "python") return;
  yield* withExtensions(folder, module, DEPLOYED);
  yield* withExtensions(folder, `${module}/index`, DEPLOYED);
  const whole = joined(folder, module);
  if (BUILT.test(whole)) {
    yield* withExtensions(".", whole.replace(BUILT, (found) => `${found.startsWith("/") ? "/" : ""}src`), JAVASCRIPT);
    yield* withExtensions(".", whole.replace(BUILT, "").replace(/^\/+/u, "").replaceAll("//", "/"), JAVASCRIPT);
  }
  yield* withExtensions(folder, `src/${module}`, JAVASCRIPT);
}

function* withExtensions(folder: string, module: string, extensions: readonly string[]): Generator<Candidate> {
  for (const extension of extensions) yield { folder, path: joined(folder, module) + extension };
}

export function joined(folder: string, path: string): string {
  return folder === "." || folder === "" ? path.replace(/^\.\//u, "") : `${folder}/${path.replace(/^\.\//u, "")}`;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

/** Files that a module's name may mean, seen from the file that asks. Packages are never looked into. */
export function moduleFiles(specifier: string, fromFile: string, root: string): readonly { readonly from: "file" | "root"; readonly path: string }[] {
  if (fromFile.endsWith(".py")) return pythonFiles(specifier, root);
  if (!/^\.{1,2}(?:\/|$)/u.test(specifier)) return [];
  const bare = specifier.replace(/\.[mc]?jsx?$/u, "");
  if (/\.json$/u.test(specifier)) return [{ from: "file", path: specifier }];
  const own = /\.[mc]?[jt]sx?$/u.test(specifier) ? [specifier] : [];
  const names = [...own, ...JAVASCRIPT.map((extension) => bare + extension), ...(own.length > 0 ? [] : [`${bare}.json`]), ...JAVASCRIPT.map((extension) => `${bare.replace(/\/$/u, "")}/index${extension}`)];
  return names.map((path) => ({ from: "file", path }));
}

/** Files of a layer that a module's name may mean: Lambda unpacks it below /opt, where Python looks for modules, and JavaScript by the full path. */
export function layerFiles(specifier: string, fromFile: string, folder: string): readonly string[] {
  const root = folder.replace(/\/+$/u, "") || ".";
  if (fromFile.endsWith(".py")) {
    const path = specifier.replaceAll(".", "/");
    return specifier.startsWith(".") ? [] : [`python/${path}.py`, `python/${path}/__init__.py`, `${path}.py`, `${path}/__init__.py`].map((file) => joined(root, file));
  }
  const [, path] = /^\/opt\/(.+)$/u.exec(specifier) ?? [];
  if (path === undefined) return [];
  const bare = path.replace(/\.[mc]?jsx?$/u, "");
  const files = (name: string): readonly string[] => [name, ...JAVASCRIPT.map((extension) => name.replace(/\.[mc]?jsx?$/u, "") + extension), ...JAVASCRIPT.map((extension) => `${name}/index${extension}`)].filter((file) => /\.(?:json|[mc]?[jt]sx?)$/u.test(file));
  // What SAM builds is put into nodejs/ only then.
  return [...files(path), ...(bare.startsWith("nodejs/") ? files(path.slice("nodejs/".length)) : [])].map((file) => joined(root, file));
}

function pythonFiles(specifier: string, root: string): readonly { readonly from: "file" | "root"; readonly path: string }[] {
  const [, dots = "", rest = ""] = /^(\.*)(.*)$/u.exec(specifier) ?? [];
  const path = rest.replaceAll(".", "/");
  const both = (from: "file" | "root", base: string): readonly { readonly from: "file" | "root"; readonly path: string }[] =>
    [path === "" ? `${base}__init__.py` : `${base}${path}.py`, ...(path === "" ? [] : [`${base}${path}/__init__.py`])].map((name) => ({ from, path: name }));
  if (dots !== "") return both("file", "./" + "../".repeat(dots.length - 1));
  // Lambda puts the root of the code on the path; a script's own folder is there as well in tests, and often it is the root.
  return [...both("root", root === "." ? "" : `${root}/`), ...both("file", "./")];
}
