import type { Node, Place } from "../../source/index.ts";
import { EditableMap, get, isTruthy, mapFrom, scalar, stringOf } from "./editable.ts";
import { refuseResource } from "./refusal.ts";
import type { Expansion } from "./serverless.ts";

/**
 * A `CodeUri`, `ContentUri` or `DefinitionUri` as CloudFormation's location. A path of the project stays the text it is, since it is
 * uploaded before SAM sees the template; `isPackaged` says that this has happened, and then SAM refuses it.
 */
export function locationOf(expansion: Expansion, id: string, property: string, node: Node, names: { bucket: string; key: string; version: string }): Node {
  if (node.kind === "map") {
    if (!isTruthy(node.get("Bucket")) || !isTruthy(node.get("Key"))) {
      // An intrinsic function is no location to SAM, but may well be one before the template is packaged.
      refuseResource(id, `'${property}' requires Bucket and Key properties to be specified.`, node.place);
    }
    const location = new EditableMap(node.place);
    location.setIfGiven(names.bucket, node.get("Bucket"));
    location.setIfGiven(names.key, node.get("Key"));
    location.setIfGiven(names.version, node.get("Version"));
    if (names.bucket === "S3Bucket") location.setIfGiven("S3ObjectStorageMode", node.get("StorageMode"));
    return location;
  }
  const text = stringOf(node);
  if (text === undefined) return refuseResource(id, `'${property}' must be of type dict or string.`, node.place);
  const parsed = parseS3Uri(text);
  if (parsed !== undefined) {
    const place = node.place;
    const location = mapFrom(place, [[names.bucket, scalar(place, parsed.bucket)], [names.key, scalar(place, parsed.key)]]);
    if (parsed.version !== undefined) location.set(names.version, scalar(place, parsed.version));
    return location;
  }
  if (expansion.isPackaged) refuseUri(id, property, node.place);
  return node;
}

export const BODY_LOCATION = { bucket: "Bucket", key: "Key", version: "Version" };
export const CODE_LOCATION = { bucket: "S3Bucket", key: "S3Key", version: "S3ObjectVersion" };

function refuseUri(id: string, property: string, place: Place): never {
  return refuseResource(id, `'${property}' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.`, place);
}

function parseS3Uri(text: string): { readonly bucket: string; readonly key: string; readonly version: string | undefined } | undefined {
  const [, bucket, path, query = ""] = /^s3:\/\/([^/?#]+)(\/[^?#]*)(?:\?([^#]*))?/iu.exec(text) ?? [];
  if (bucket === undefined || path === undefined) return undefined;
  const versions = new URLSearchParams(query).getAll("versionId");
  return { bucket, key: path.replace(/^\/+/u, ""), version: versions.length === 1 ? versions[0] : undefined };
}

/** A map's text value, wherever it stands. */
export function textOf(node: Node | undefined, key: string): string | undefined {
  return stringOf(get(node, key));
}
