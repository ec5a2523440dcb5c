import { type LoadOptions, loadTemplateWith } from "./load-with.ts";
import { expandSam } from "./sam/expand.ts";
import type { Template } from "./types.ts";

export type { LoadOptions } from "./load-with.ts";

/**
 * Reads a template, expands it, and makes the graph of its resources. What is no template is said to be none, with the reason; what
 * is one but cannot be read is a template with a `parse-error`, and as much of it as could be read. Never throws.
 */
export function loadTemplate(input: { readonly name: string; readonly bytes: Uint8Array }, options: LoadOptions): Template | { readonly notATemplate: string } {
  return loadTemplateWith(expandSam, input, options);
}
