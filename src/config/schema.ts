import type { Rule } from "../linter/index.ts";
import { SEVERITIES } from "./read-config.ts";

const origins = { type: "array", items: { type: "string", pattern: "^[a-z][a-z0-9+.-]*://[^/?#*\\s]+$" }, maxItems: 64, uniqueItems: true };

const BLOCK = {
  clients: { description: "Who calls it. browser: rules about what is missing speak; service: they are silent.", enum: ["browser", "service"] },
  origins: {
    description: "The origins of exactly the pages that call it, as browsers send them; for each scenario where they differ.",
    anyOf: [origins, { type: "object", additionalProperties: origins, propertyNames: { pattern: "^(default|[A-Za-z0-9]+ *=.*)$" } }],
    examples: [["https://app.example.com"], { "Stage=prod": ["https://app.example.com"], default: ["http://localhost:5173"] }],
  },
  credentials: { description: "Pages send cookies: fetch with credentials: include.", type: "boolean" },
  requestHeaders: { description: "Headers that pages set on their requests.", type: "array", items: { type: "string", pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" }, examples: [["authorization", "x-request-id"]] },
} as const;

/** JSON Schema of the configuration, made of what the rules say of themselves. https://json-schema.org/draft-07/schema */
export function schemaOf(rules: readonly Rule[]): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of cors-lint",
    description: "cors-lint.config.json or cors-lint.config.yaml",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      rules: {
        description: "Severities of rules. A strict rule that is named runs.",
        type: "object",
        additionalProperties: false,
        properties: Object.fromEntries([...rules].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, meta }) => [id, { description: `${meta.description} (${meta.set}).`, default: meta.set === "strict" ? "off" : meta.severity, $ref: "#/definitions/severity" }])),
      },
      strict: { description: "Run the strict rules too.", type: "boolean", default: false },
      exclude: { description: "Files that are left alone: patterns as in .gitignore, relative to this file.", type: "array", items: { type: "string" } },
      parameters: {
        description: "Values of template parameters, over their defaults.",
        type: "object",
        additionalProperties: { anyOf: [{ type: ["string", "number", "boolean"] }, { type: "array", items: { type: ["string", "number", "boolean"] } }] },
      },
      apis: {
        description: "What holds for single APIs, by logical id or name, or for paths: /webhooks/*.",
        type: "object",
        additionalProperties: { type: ["object", "null"], additionalProperties: false, properties: BLOCK },
      },
      ...BLOCK,
    },
    // YAML 1.1 reads `off` as false.
    definitions: { severity: { enum: [...SEVERITIES, false] } },
  };
}
