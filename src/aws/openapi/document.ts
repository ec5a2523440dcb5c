import type { Place, SourceFile } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import type { ApiDocument } from "../model.ts";

/** A Swagger 2 or OpenAPI 3 document as API Gateway imports it. */
export interface OpenApiDocument {
  readonly root: View;
  readonly operations: readonly OpenApiOperation[];
  /** Paths and path items whose content is not known. */
  readonly outOfView: readonly { readonly what: string; readonly place: Place }[];
  /** `securityDefinitions` or `components.securitySchemes`. */
  securityScheme(name: string): View;
  /** Follows `$ref` within the document and into other files of the project. What cannot be followed is returned as it is, and still has its `$ref`. */
  resolve(view: View): View;
}

export interface OpenApiOperation {
  /** `/users/{id}`, with a slash in front; `$default` as it is. */
  readonly path: string;
  readonly pathPlace: Place;
  /** `GET`, …; `ANY` for `x-amazon-apigateway-any-method`. */
  readonly method: string;
  /** The key that names the method. */
  readonly place: Place;
  readonly view: View;
  /** The path item, for parameters that all of its operations share. */
  readonly pathItem: View;
}

const ANY_METHOD = "x-amazon-apigateway-any-method";
const METHODS: ReadonlySet<string> = new Set(["get", "put", "post", "delete", "options", "head", "patch"]);

/** A chain of `$ref` longer than this is a cycle, or hostile. */
const MAX_REFERENCES = 16;

/**
 * Reads a document that stands in a template (`Body`) or in a file of its own. Operations keep the order of the document.
 * API Gateway itself imports one document; what is written in several is bundled before, and read here as if it were.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function openApiDocument(root: View, world: World): OpenApiDocument {
  const operations: OpenApiOperation[] = [];
  const outOfView: { what: string; place: Place }[] = [];
  const references = new References(root, world);
  const resolve = (view: View): View => references.resolved(view);
  const paths = resolve(root.get("paths"));
  if (isHidden(paths)) outOfView.push({ what: "the paths of the API's definition", place: paths.place });
  for (const { key, keyPlace, value } of paths.entries()) {
    if (key.startsWith("x-")) continue;
    const item = resolve(value);
    if (isHidden(item)) {
      outOfView.push({ what: `what the definition says about ${key}`, place: value.place });
      continue;
    }
    for (const operation of item.entries()) {
      const method = methodNamed(operation.key);
      if (operation.key.startsWith("Fn::")) outOfView.push({ what: `a part of what the definition says about ${key}`, place: operation.keyPlace });
      if (method === undefined) continue;
      const view = resolve(operation.value);
      if (isHidden(view)) outOfView.push({ what: `what the definition says about ${operation.key} ${key}`, place: operation.value.place });
      operations.push({ path: pathFrom(key), pathPlace: keyPlace, method, place: operation.keyPlace, view, pathItem: item });
    }
  }
  const schemes = securitySchemes(root, resolve);
  return { root, operations, outOfView, resolve, securityScheme: (name) => resolve(schemes.get(name)) };
}

/** The document as the model names it; `undefined` of one that SAM makes, which is written nowhere. */
export function apiDocument({ root }: OpenApiDocument): ApiDocument | undefined {
  const { place } = root.get("paths");
  return place.segment === "paths" && place.parent ? { place: place.parent, version: root.has("swagger") ? "swagger-2" : "openapi-3" } : undefined;
}

/** `true` where a view has content that is not known: opaque, or a `$ref` that leads out of the project. */
export function isHidden(view: View): boolean {
  return view.kind === "opaque" || (view.kind === "map" && view.has("$ref")) || (view.kind === "map" && view.has("Fn::Transform"));
}

function methodNamed(key: string): string | undefined {
  if (key === ANY_METHOD) return "ANY";
  return METHODS.has(key.toLowerCase()) ? key.toUpperCase() : undefined;
}

function pathFrom(key: string): string {
  return key.startsWith("/") || key === "$default" ? key : `/${key}`;
}

function securitySchemes(root: View, resolve: (view: View) => View): View {
  const swagger = root.get("securityDefinitions");
  return resolve(swagger.kind === "absent" ? resolve(root.get("components")).get("securitySchemes") : swagger);
}

/** Follows references. What stands in a file that a reference led to refers to that file; what an include put in, to the document around it. */
class References {
  readonly #root: View;
  readonly #world: World;
  readonly #others = new Map<SourceFile, View>();

  constructor(root: View, world: World) {
    this.#root = root;
    this.#world = world;
  }

  resolved(view: View): View {
    let current = view;
    for (let hop = 0; hop < MAX_REFERENCES; hop++) {
      const reference = current.kind === "map" ? current.get("$ref") : undefined;
      const target = reference?.known();
      if (reference === undefined || target === undefined) return current;
      const at = target.indexOf("#");
      const file = at < 0 ? target : target.slice(0, at);
      const base = file === "" ? (this.#others.get(current.place.file) ?? this.#root) : this.#document(reference.place, file);
      const found = base && within(base, at < 0 ? "" : target.slice(at + 1));
      if (found === undefined || found.kind === "absent") return current;
      current = found;
    }
    return view;
  }

  #document(from: Place, file: string): View | undefined {
    const found = this.#world.template.readLocal(from, file);
    if ("refused" in found) return undefined;
    const view = this.#world.view(found.root);
    this.#others.set(found.root.place.file, view);
    return view;
  }
}

/** A JSON pointer, RFC 6901. */
function within(root: View, pointer: string): View | undefined {
  if (pointer === "" || pointer === "/") return root;
  if (!pointer.startsWith("/")) return undefined;
  return pointer.slice(1).split("/").reduce((view, segment) => view.get(segment.replaceAll("~1", "/").replaceAll("~0", "~")), root);
}
