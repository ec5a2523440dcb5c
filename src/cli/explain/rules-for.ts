import { allRules } from "../../../rules/index.ts";
import type { Rule } from "../../linter/types.ts";
import type { Message } from "./recognize.ts";

/** Failure modes of a response that no preflight has, and the other way round. */
const OF_PREFLIGHT: ReadonlySet<string> = new Set(["F01", "F02", "F03", "F04", "F05", "F12", "F17", "F18", "F19", "F20", "F21", "F23", "F67", "F68", "F69", "F70"]);
const OF_RESPONSE: ReadonlySet<string> = new Set(["F25", "F26", "F27", "F28", "F29", "F30", "F31", "F33", "F38", "F40", "F41"]);

/** The failure modes that cause the message, likely ones first. */
export function failureModesOf({ meaning, exchange, status }: Message): readonly string[] {
  const modes = (status !== undefined && meaning.ofStatus?.[status]) || meaning.failureModes;
  const impossible = exchange === "preflight" ? OF_RESPONSE : exchange === "response" ? OF_PREFLIGHT : new Set<string>();
  const fitting = modes.filter((mode) => !impossible.has(mode));
  return fitting.length > 0 ? fitting : modes;
}

/** The rules that find its causes: in the order of its failure modes, then those that explain the browser's reason. */
export function rulesFor(message: Message): readonly Rule[] {
  const modes = failureModesOf(message);
  const rank = (rule: Rule): number => Math.min(...rule.meta.failureModes.map((mode) => modes.indexOf(mode)).filter((index) => index >= 0), Infinity);
  const ofModes = allRules.filter((rule) => rank(rule) < Infinity && speaksOf(rule, message)).toSorted((a, b) => rank(a) - rank(b));
  const explaining = allRules.filter((rule) => !ofModes.includes(rule) && message.status === undefined && rule.meta.explains?.some((error) => message.errors.includes(error)));
  const refusals = message.meaning.id.startsWith("sam-") || message.meaning.id === "credentials-refused" ? allRules.filter(({ id }) => id === "sam-transform-error") : [];
  return [...new Set([...refusals, ...ofModes, ...explaining])];
}

/** A rule that names the reasons it explains, none of them this one, speaks of something else. */
function speaksOf({ meta }: Rule, { errors }: Message): boolean {
  return errors.length === 0 || meta.explains === undefined || meta.explains.length === 0 || meta.explains.some((error) => errors.includes(error));
}
