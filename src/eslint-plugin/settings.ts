import type { RuleContext } from "./host.ts";

/**
 * Who sends CORS headers for the handlers of a project. `rest-proxy`: they stand behind a REST API's proxy integration, so the function does.
 * `http-api`: behind an HTTP API or function URL without CORS settings of its own, so the function does. `managed-cors`: the API or function
 * URL does, and ignores the function's headers. `unknown`: only what the file itself proves.
 */
export type HandlerSetting = "rest-proxy" | "http-api" | "managed-cors" | "unknown";

export interface Settings {
  readonly handlers: HandlerSetting;
  /** The template that says what stands in front of the handlers, relative to the folder that ESLint runs in. */
  readonly template: string | undefined;
  /** Values of template parameters. */
  readonly parameters: ReadonlyMap<string, string>;
}

const NAMES = ["handlers", "template", "parameters"];

const HANDLERS: readonly HandlerSetting[] = ["rest-proxy", "http-api", "managed-cors", "unknown"];

/** `settings: { "cors-lint": { handlers: "rest-proxy", parameters: { Stage: "prod" } } }`. Throws where that says what it cannot mean. */
export function settingsOf(context: Pick<RuleContext, "settings">): Settings {
  const given = context.settings["cors-lint"] ?? {};
  if (!isRecord(given)) throw new TypeError('settings["cors-lint"] is no object');
  for (const name of Object.keys(given)) if (!NAMES.includes(name)) throw new TypeError(`settings["cors-lint"] has no ${name}; there are ${NAMES.join(", ")}`);
  return { handlers: handlersIn(given["handlers"]), template: templateIn(given["template"]), parameters: parametersIn(given["parameters"]) };
}

function handlersIn(given: unknown): HandlerSetting {
  if (given === undefined) return "unknown";
  const found = HANDLERS.find((setting) => setting === given);
  if (found === undefined) throw new TypeError(`settings["cors-lint"].handlers is one of ${HANDLERS.join(", ")}, not ${JSON.stringify(given)}`);
  return found;
}

function templateIn(given: unknown): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  throw new TypeError('settings["cors-lint"].template is no path');
}

function parametersIn(given: unknown): ReadonlyMap<string, string> {
  if (given === undefined) return new Map();
  if (!isRecord(given)) throw new TypeError('settings["cors-lint"].parameters is no object');
  return new Map(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
