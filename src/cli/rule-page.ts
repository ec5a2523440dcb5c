import { readFileSync } from "node:fs";

/** The page of a rule that is shipped with the package, as Markdown; it stands two folders up in the sources, three in `dist`. */
export function rulePage(rule: string): string | undefined {
  for (const way of ["../../docs/rules", "../../../docs/rules"]) {
    try {
      return readFileSync(new URL(`${way}/${rule}.md`, import.meta.url), "utf8");
    } catch {
      continue;
    }
  }
  return undefined;
}
