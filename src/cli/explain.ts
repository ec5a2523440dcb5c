import { allRules } from "../../rules/index.ts";
import { engine, lint } from "../linter/lint.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { configFor } from "./config.ts";
import { findingsFor, predictionsFor } from "./explain/causes.ts";
import { type Causes, messageText } from "./explain/message-text.ts";
import { pageText } from "./explain/page-text.ts";
import { type Message, messagesIn } from "./explain/recognize.ts";
import { rulesFor } from "./explain/rules-for.ts";
import { Given } from "./given.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { nearestOf } from "./nearest.ts";
import { EXPLAIN_OPTIONS } from "./options.ts";
import { rulePage } from "./rule-page.ts";
import type { Finding } from "../linter/types.ts";
import type { Template } from "../template/types.ts";
import { wholeTemplates } from "./stacks.ts";
import { type ApiView, apiViews } from "../report/views.ts";

type ExplainArguments = Arguments<keyof typeof EXPLAIN_OPTIONS>;

/** `cors-lint explain RULE` and `cors-lint explain MESSAGE [PATH...]`. */
export async function explain(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, EXPLAIN_OPTIONS);
  const look = { color: wantsColor(args.text("color"), io), columns: io.columns };
  const [topic] = args.positionals;
  if (topic === undefined) throw new UsageError("explain needs a rule or a message: cors-lint explain missing-options-method");
  const rule = allRules.find(({ id }) => id === topic);
  if (rule) {
    if (args.positionals.length > 1) throw new UsageError("explain takes one rule");
    io.stdout(pageText(rule, rulePage(rule.id), look));
    return EXIT.clean;
  }
  const { text, paths } = await pasted(args, io);
  const messages = messagesIn(text);
  if (messages.length === 0) throw new UsageError(unknownText(text));
  const seen = paths.length === 0 ? undefined : await templatesAt(paths, args, io);
  io.stdout(messages.map((message) => messageText(message, seen && causesOf(message, seen), look)).join(`\n${"─".repeat(24)}\n\n`));
  return seen?.failed === true ? EXIT.usage : EXIT.clean;
}

/** The message and the paths after it. A shell splits a message that is not quoted: what stands before the first path belongs together. */
async function pasted({ positionals }: ExplainArguments, io: Io): Promise<{ readonly text: string; readonly paths: readonly string[] }> {
  const isPath = (text: string): boolean => text.length < 1024 && !/[\n\0]/u.test(text) && (/[*?]\.|\.(?:ya?ml|json|template)$/u.test(text) || io.fileSystem.kind(text) !== "missing");
  const first = positionals.findIndex((text, index) => index > 0 && isPath(text));
  const words = first < 0 ? positionals : positionals.slice(0, first);
  const text = words.length === 1 && words[0] === "-" ? new TextDecoder().decode(await io.stdin()) : words.join(" ");
  return { text, paths: first < 0 ? [] : positionals.slice(first) };
}

function unknownText(text: string): string {
  const near = nearestOf(text, allRules.map(({ id }) => id));
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  if (/^[a-z\d-]+$/u.test(text)) return `there is no rule ${shown}${near === undefined ? " (cors-lint rules lists them)" : `; did you mean ${near}?`}`;
  return `${JSON.stringify(shown)} is no message about CORS that cors-lint knows; paste the line of the browser's console that says why`;
}

interface Seen {
  readonly names: string;
  readonly findings: readonly Finding[];
  readonly views: readonly ApiView[];
  readonly failed: boolean;
}

async function templatesAt(paths: readonly string[], args: ExplainArguments, io: Io): Promise<Seen> {
  const config = (await configFor(args, io))?.config;
  const given = await Given.from(args, io, config?.parameters);
  const { inputs, missing } = await inputsOf(paths, io);
  const problems = [...missing];
  const findings: Finding[] = [];
  const views: ApiView[] = [];
  const names: string[] = [];
  const templates: Template[] = [];
  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers: args.has("no-handlers") });
    if (found.kind === "failed") throw found.error;
    if (found.kind === "unreadable") problems.push(`cannot read ${input.name}: ${found.message}`);
    if (found.kind === "no-template" && input.named) problems.push(`${input.name} is no template: ${found.reason}`);
    if (found.kind !== "template") continue;
    names.push(input.name);
    templates.push(found.template);
  }
  for (const template of await wholeTemplates(templates)) {
    findings.push(...lint([template], allRules, { strict: true, declarations: config?.declarations }).findings);
    views.push(...apiViews(engine, template, config?.declarations));
  }
  for (const problem of problems) io.stderr(`cors-lint: ${problem}\n`);
  if (names.length === 0) throw new UsageError(`there is no template in ${paths.join(", ")}`);
  return { names: names.length > 2 ? `${names.length} templates` : names.join(" and "), findings, views, failed: problems.length > 0 };
}

function causesOf(message: Message, { names, findings, views }: Seen): Causes {
  return { names, findings: findingsFor(message, findings, rulesFor(message)), predictions: predictionsFor(message, views) };
}
