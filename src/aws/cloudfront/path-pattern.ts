import type { Tri } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { matchesGlob } from "../glob.ts";

/** Does a behavior take the path? A pattern knows `*` and `?`; a slash at its beginning may be left out. */
export function takesPath(pattern: View, path: string): Tri {
  const text = pattern.known();
  if (text === undefined) return pattern.kind === "absent" ? "yes" : "maybe";
  const bare = path.split(/[?#]/u, 1)[0] ?? "/";
  return matchesGlob(text.startsWith("/") || text.startsWith("*") ? text : `/${text}`, bare) ? "yes" : "no";
}
