import { allRules } from "../../rules/index.ts";
import { painter } from "../formatters/paint.ts";
import type { Rule } from "../linter/types.ts";
import { parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { RULES_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";

/** `cors-lint rules`: the catalogue. */
export async function rules(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, RULES_OPTIONS);
  if (args.positionals.length > 0) throw new UsageError(`rules takes no path; cors-lint explain ${args.positionals[0]} shows one rule`);
  const output = args.text("output");
  const color = wantsColor(output === undefined ? args.text("color") : "never", io);
  deliver(textIn(args.choice("format", ["text", "json", "markdown"], "text"), color), output, io);
  return EXIT.clean;
}

function textIn(format: "text" | "json" | "markdown", color: boolean): string {
  switch (format) {
    case "text":
      return asText(color);
    case "json":
      return `${JSON.stringify({ version: 1, rules: allRules.map(ruleData) }, null, 2)}\n`;
    case "markdown":
      return `${["| rule | severity | set | fix | |", "|---|---|---|---|---|", ...allRules.map(({ id, meta }) => `| [\`${id}\`](${meta.reference}) | ${meta.severity} | ${meta.set} | ${meta.fix ?? "–"} | ${meta.description} |`)].join("\n")}\n`;
  }
}

function asText(color: boolean): string {
  const paint = painter(color);
  const pad = Math.max(...allRules.map(({ id }) => id.length));
  const categories = [...new Set(allRules.map(({ meta }) => meta.category))];
  const lines = categories.map((category) => [
    paint("strong", category),
    ...allRules.filter(({ meta }) => meta.category === category).map(({ id, meta }) => {
      const marks = [...(meta.set === "strict" ? ["strict"] : []), ...(meta.fix === undefined ? [] : [`${meta.fix} fix`])];
      return `  ${id.padEnd(pad)}  ${paint(meta.severity, meta.severity.padEnd(7))}  ${meta.description}${marks.length === 0 ? "" : paint("quiet", ` (${marks.join(", ")})`)}`;
    }),
  ].join("\n"));
  return `${lines.join("\n\n")}\n`;
}

/** `page` is a file of the package; `url` leads to the algorithm of the standard or the page of AWS that makes the rule true. */
function ruleData({ id, meta }: Rule): object {
  return { id, severity: meta.severity, set: meta.set, category: meta.category, fix: meta.fix ?? null, description: meta.description, help: meta.help, cwe: meta.security?.cwe, failureModes: meta.failureModes, browserErrors: meta.explains ?? [], page: `docs/rules/${id}.md`, url: meta.reference };
}
