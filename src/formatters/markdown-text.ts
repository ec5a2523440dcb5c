import type { Finding } from "../linter/index.ts";
import { locationText } from "./frame.ts";
import { printable } from "./printable.ts";

/** One finding as an item of a list. */
export function findingItem({ severity, rule, at, message, browserMessage, scenarios, assumptions, help }: Finding): string {
  const lines = [`- **${severity}** ${code(rule)} at ${code(locationText(at))}: ${escaped(message)}`];
  if (browserMessage !== undefined) lines.push(`Browser: ${code(browserMessage)}`);
  if (scenarios.length > 0) lines.push(`Only with ${escaped(scenarios.join(", "))}.`);
  if (assumptions.length > 0) lines.push(`Assumes the defaults ${escaped(assumptions.join(", "))}.`);
  lines.push(escaped(help));
  return lines.join("  \n  ");
}

/** Template texts are other people's: no link, mention, image or table cell comes of them. */
export function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~@]/gu, "\\$&");
}

export function code(text: string): string {
  const safe = printable(text).replaceAll("|", "\\|");
  const fence = "`".repeat(Math.max(0, ...Array.from(safe.matchAll(/`+/gu), ([run]) => run.length)) + 1);
  const pad = safe.startsWith("`") || safe.endsWith("`") ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
}
