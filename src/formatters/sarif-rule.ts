import type { Rule, RuleMeta, Severity } from "../linter/index.ts";

/** GitHub shows at most so much of a description. */
const MAX_DESCRIPTION = 1024;

const DEFAULT_LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

const PROBLEM: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "recommendation" };

/** An error is a prediction for every browser; a warning depends on something that is not in view. */
const PRECISION: Readonly<Record<Severity, string>> = { error: "very-high", warning: "high", info: "medium" };

/** `reportingDescriptor` of a rule. */
export function sarifRule({ id, meta }: Rule, page: string | undefined): object {
  const description = sentence(meta.description).slice(0, MAX_DESCRIPTION);
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: description },
    fullDescription: { text: `${description} ${sentence(meta.help)}`.slice(0, MAX_DESCRIPTION) },
    help: { text: `${sentence(meta.help)} Reference: ${meta.reference}`, markdown: page ?? helpMarkdown(id, meta) },
    helpUri: /^https:\/\//u.test(meta.reference) ? meta.reference : undefined,
    defaultConfiguration: { level: DEFAULT_LEVEL[meta.severity], enabled: meta.set === "recommended" },
    properties: {
      precision: PRECISION[meta.severity],
      "problem.severity": PROBLEM[meta.severity],
      tags: ["cors", meta.category, ...(meta.security ? ["security", `external/cwe/cwe-${meta.security.cwe}`] : [])],
      "security-severity": meta.security?.severity.toFixed(1),
    },
  };
}

function helpMarkdown(id: string, meta: RuleMeta): string {
  return `# ${id}\n\n${sentence(meta.description)}\n\n**What to do.** ${sentence(meta.help)}\n\n[Why this is so](${meta.reference})\n`;
}

function pascalCase(id: string): string {
  return id.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join("");
}

/** With one full stop at its end. */
export function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
