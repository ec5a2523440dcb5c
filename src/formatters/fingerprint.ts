import { createHash } from "node:crypto";
import type { Finding } from "../linter/index.ts";

/** Stays the same while lines move: the path in the document, not the position. */
export function fingerprint(finding: Finding): string {
  return createHash("sha256").update(`${finding.rule}\n${finding.at.id}`).digest("hex").slice(0, 32);
}
