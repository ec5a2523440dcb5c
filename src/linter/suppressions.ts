import type { Template } from "../template/index.ts";
import type { Finding } from "./types.ts";

/**
 * The step at which a user's suppressions take findings away. Nothing is suppressed yet: comments and Metadata that do so are read
 * here, from the templates, and nowhere else.
 */
export function applySuppressions(findings: readonly Finding[], _templates: readonly Template[]): readonly Finding[] {
  return findings;
}
