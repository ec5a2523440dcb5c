import type { Options } from "./arguments.ts";

const parameter = { value: "KEY=VALUE", many: true, help: "Value of a template parameter, over its default" } as const;
const parameterFile = { value: "FILE", many: true, help: "Values of parameters: CloudFormation's or CodePipeline's JSON, or a plain map" } as const;
const configEnv = { value: "NAME", help: "Environment of samconfig whose parameter_overrides are used (default: default)" } as const;
const noSamconfig = { help: "Leave samconfig.toml and samconfig.yaml alone" } as const;
const config = { value: "FILE", help: "Configuration (default: the nearest cors-lint.config.json or .yaml up to the repository's root)" } as const;
const noConfig = { help: "Leave configuration files alone" } as const;
const noHandlers = { help: "Leave the source of Lambda functions alone: what they return is then unknown" } as const;
const color = { value: "WHEN", choices: ["auto", "always", "never"], help: "Colours: auto (on a terminal), always or never" } as const;
const stdinName = { value: "NAME", help: "What the template on standard input is called in messages" } as const;
const output = { value: "FILE", help: "Write to a file instead of standard output" } as const;

/** What gives values to parameters. */
const GIVEN = {
  parameter: { ...parameter, short: "p" },
  "parameter-file": parameterFile,
  "config-env": configEnv,
  "no-samconfig": noSamconfig,
} as const;

const CONFIG = { config, "no-config": noConfig } as const;

export const LINT_OPTIONS = {
  format: { value: "FORMAT[=FILE]", short: "f", many: true, help: "text (the default), unix, json, sarif, github, gitlab, junit, markdown or html" },
  output: { ...output, short: "o" },
  "fail-on": { value: "SEVERITY", choices: ["error", "warning", "info", "never"], help: "The mildest finding that makes the exit code 1 (default: error)" },
  ...GIVEN,
  ...CONFIG,
  "no-handlers": noHandlers,
  strict: { help: "Run the strict rules too: hygiene, and what is seldom wrong" },
  rule: { value: "ID=SEVERITY", many: true, help: "Severity of one rule: off, info, warning or error" },
  "stdin-filename": stdinName,
  color,
  fix: { help: "Write the safe fixes: each changes no request's verdict but the one in question" },
  "unsafe-fixes": { help: "Write the fixes too that want a person's look" },
  "fix-dry-run": { help: "Write nothing, print what would be written as a unified diff" },
  baseline: { value: "FILE", optional: true, help: "Leave out what the baseline lists (default: cors-lint-baseline.json)" },
  "write-baseline": { value: "FILE", optional: true, help: "Write what is found now into the baseline" },
  concurrency: { value: "N", help: "Threads that look at files: auto (the default), off or a number" },
  shard: { value: "I/N", help: "Check the Ith of N parts of the files, for runs on several machines; cors-lint merge-sarif joins them" },
  quiet: { short: "q", help: "Print only findings that make the exit code 1, and no summary" },
  verbose: { short: "v", help: "Say on standard error what was skipped and what is out of view" },
} as const satisfies Options;

export const ROUTES_OPTIONS = {
  format: { value: "FORMAT", short: "f", choices: ["text", "json"], help: "text (a table, the default) or json" },
  output: { ...output, short: "o" },
  parameter: { ...parameter, short: "p" },
  "parameter-file": parameterFile,
  "config-env": configEnv,
  "no-handlers": noHandlers,
  "no-samconfig": noSamconfig,
  config,
  "no-config": noConfig,
  "stdin-filename": stdinName,
  color,
  verbose: { short: "v", help: "Say on standard error what was skipped" },
} as const satisfies Options;

export const GRAPH_OPTIONS = {
  format: { value: "FORMAT", short: "f", choices: ["mermaid", "dot"], help: "mermaid (the default; GitHub draws it in Markdown) or dot (for Graphviz)" },
  all: { help: "Every resource, not only what stands around APIs" },
  output: { ...output, short: "o" },
  ...GIVEN,
  ...CONFIG,
  "stdin-filename": stdinName,
  verbose: { short: "v", help: "Say on standard error what was skipped" },
} as const satisfies Options;

export const SIMULATE_OPTIONS = {
  origin: { value: "ORIGIN", help: "Origin of the page: https://app.example.com" },
  method: { value: "METHOD", help: "Method of the request (default: GET)" },
  path: { value: "PATH", help: "Path of the request, without the stage: /users" },
  header: { value: "'NAME: VALUE'", many: true, short: "H", help: "A header that the page sets; give it once for each" },
  credentials: { value: "MODE", choices: ["omit", "same-origin", "include"], help: "As in fetch(): omit, same-origin (the default) or include" },
  scenario: { value: "KEY=VALUE", many: true, help: "Only where a parameter or condition has this value: Stage=prod" },
  api: { value: "ID", help: "Logical id of the API, where the template has several" },
  target: { value: "ORIGIN", help: "Origin of the API (default: an origin of its own)" },
  engine: { value: "ENGINE", choices: ["default", "standard", "chromium", "firefox", "webkit"], help: "Whose rules: default (what all three engines agree on), standard, chromium, firefox or webkit" },
  format: { value: "FORMAT", short: "f", choices: ["text", "json"], help: "text (the default) or json" },
  parameter: { ...parameter, short: "p" },
  "parameter-file": parameterFile,
  "config-env": configEnv,
  "no-handlers": noHandlers,
  "no-samconfig": noSamconfig,
  config,
  "no-config": noConfig,
  "stdin-filename": stdinName,
  color,
} as const satisfies Options;

export const INIT_OPTIONS = {
  ...GIVEN,
} as const satisfies Options;

export const EXPLAIN_OPTIONS = {
  ...GIVEN,
  ...CONFIG,
  "no-handlers": noHandlers,
  color,
} as const satisfies Options;

export const RULES_OPTIONS = {
  format: { value: "FORMAT", short: "f", choices: ["text", "json", "markdown"], help: "text (the default), json or markdown" },
  output: { ...output, short: "o" },
  color,
} as const satisfies Options;

export const MERGE_SARIF_OPTIONS = {
  output: { ...output, short: "o" },
} as const satisfies Options;

export const DIFF_OPTIONS = {
  base: { value: "REV", help: "Compare with a git revision: main, HEAD~1, origin/main" },
  format: { value: "FORMAT", short: "f", choices: ["text", "json", "sarif", "markdown"], help: "text (the default), json, sarif, or markdown (for a pull request)" },
  output: { ...output, short: "o" },
  "fail-on": { value: "SEVERITY", choices: ["error", "warning", "info", "never"], help: "The mildest finding that makes the exit code 1 (default: warning)" },
  ...GIVEN,
  ...CONFIG,
  "no-handlers": noHandlers,
  color,
  verbose: { short: "v", help: "Say on standard error what was skipped" },
} as const satisfies Options;
