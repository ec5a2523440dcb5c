import { normalized } from "./repository-path.ts";

/**
 * `artifactLocation` of a file: relative to the root of the repository and percent-encoded, or absolute where it lies outside.
 *
 * @param name the file as the user is shown it, relative to the working directory or absolute
 * @param prefix path from the root of the repository to the working directory
 */
export function sarifUri(name: string, prefix: string): { readonly uri: string; readonly uriBaseId?: string } {
  if (name === "-") return { uri: "stdin", uriBaseId: "%SRCROOT%" };
  const path = name.replaceAll("\\", "/");
  if (path.startsWith("/")) return { uri: `file://${encoded(path)}` };
  if (/^[A-Za-z]:\//u.test(path)) return { uri: `file:///${path.slice(0, 2)}${encoded(path.slice(2))}` };
  return { uri: encoded(normalized(prefix === "" ? path : `${prefix}/${path}`)), uriBaseId: "%SRCROOT%" };
}

function encoded(path: string): string {
  return path.split("/").map((segment) => encodeURIComponent(wellFormed(segment)).replaceAll("%40", "@")).join("/");
}

/** `encodeURIComponent` throws on half a surrogate pair, and a file name may hold one. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
