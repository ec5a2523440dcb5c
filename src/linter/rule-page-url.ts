import { ownVersion } from "./own-version.ts";

/** The page of a rule is part of the package, so its address is the one of the package's file. */
export function rulePageUrl(id: string): string {
  return `https://unpkg.com/cors-lint@${ownVersion()}/docs/rules/${id}.md`;
}
