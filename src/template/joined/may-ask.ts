import type { Template } from "../types.ts";

/** Whether a template asks other stacks for anything: a look at its text, wrong only to the safe side. */
export function mayAsk({ written, nested }: Pick<Template, "written" | "nested">): boolean {
  return [written, ...nested].some(({ place: { file } }) => file.text.includes("ImportValue") || file.text.includes("GetStackOutput"));
}

/** Whether it may give them something: exports, and, where an assembly says what its stack is called, any output. */
export function mayOffer({ root, createdAt }: Pick<Template, "root" | "createdAt">): boolean {
  const outputs = root.get("Outputs");
  if (outputs?.kind !== "map" || outputs.size === 0) return false;
  return createdAt !== undefined || Array.from(outputs.entries()).some(({ value }) => value.kind === "map" && value.has("Export"));
}
