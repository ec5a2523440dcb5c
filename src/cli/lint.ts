import { allRules } from "../../rules/index.ts";
import { formatterOf } from "../formatters/index.ts";
import { failedResult } from "../linter/internal-error.ts";
import { linterOf } from "../linter/lint.ts";
import { mergedResults } from "../linter/merge-results.ts";
import { type Unseen, unseenResponses } from "../aws/handlers/unseen.ts";
import { isAtLeast } from "../linter/order.ts";
import type { LintOptions } from "../linter/run.ts";
import { settlePlaces } from "../linter/settle-places.ts";
import type { LintResult, Severity } from "../linter/types.ts";
import type { RunReport, TemplateReport } from "../report/index.ts";
import { type Arguments, pairsOf, parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { configFor, sayUnusedApis } from "./config.ts";
import { Given } from "./given.ts";
import { type Input, inputsOf } from "./inputs.ts";
import { fixingOf } from "./fixing.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { nearestOf } from "./nearest.ts";
import { LINT_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import type { Outcome, Setup } from "./parallel/outcome.ts";
import { type Output, outputsOf } from "./outputs.ts";
import { pathInRepository } from "../source/project.ts";
import { Progress } from "./progress.ts";
import { type Reporter, reporterFor } from "./reporter.ts";
import { Judgements } from "./stacks.ts";
import type { Judged } from "./uncovered.ts";

type LintArguments = Arguments<keyof typeof LINT_OPTIONS>;

/** What the command line and the configuration say, before any file is looked at. Throws {@link UsageError} where they are wrong. */
export async function setupFrom(argv: readonly string[], io: Pick<Io, "fileSystem">): Promise<{ readonly args: LintArguments; readonly outputs: readonly [Output, ...Output[]]; readonly setup: Setup }> {
  const args = parseArguments(argv, LINT_OPTIONS);
  const outputs = outputsOf(args);
  const found = await configFor(args, io);
  const config = found?.config;
  const options: LintOptions = {
    strict: args.has("strict") || config?.strict === true,
    severities: new Map([...(config?.rules ?? []), ...severitiesFrom(args.texts("rule"))]),
    declarations: config?.declarations,
  };
  return { args, outputs, setup: { options, linter: linterOf(allRules, options), given: await Given.from(args, io, config?.parameters), found, withoutHandlers: args.has("no-handlers") } };
}

/** `cors-lint [PATH...]`. */
export async function lintPaths(argv: readonly string[], io: Io): Promise<number> {
  const { args, outputs, setup } = await setupFrom(argv, io);
  const { options, given, found, withoutHandlers } = setup;
  const failOn = args.choice("fail-on", ["error", "warning", "info", "never"], "error");
  const fixing = fixingOf(args);
  const overlay = fixing && new (await import("./overlay.ts")).Overlay(io.fileSystem);
  const view: Io = overlay ? { ...io, fileSystem: overlay } : io;
  const { inputs, missing, searched } = await inputsOf(args.positionals, view, args.text("stdin-filename"));
  io.expect?.(inputs.length);
  const part = args.has("shard") ? await partOf(args, inputs, io) : undefined;
  const fixes = fixing && overlay && (await (await import("./fix.ts")).fixInputs(inputs.filter(({ path }) => path === undefined || !found?.excludes(path)), { fixing, overlay, options, given, verbose: args.has("verbose"), withoutHandlers }, io));

  const run = await checked(inputs, setup, { argv, threads: overlay ? 1 : await threadsOf(args, inputs.length), verbose: args.has("verbose"), part, reporter: await reporterFor(outputs, options.declarations) }, view);
  for (const problem of [...missing, ...run.unreadable]) io.stderr(`cors-lint: ${problem}\n`);
  if (args.has("verbose")) sayMore(run, io);
  if (!part) sayUnusedParameters(given, run, io);
  if (found && !part && run.result.files.length > 0) sayUnusedApis(found, io);

  const usesBaseline = args.has("baseline") || args.has("write-baseline");
  const result = usesBaseline ? (await import("./baseline.ts")).withBaseline(run.result, args, io) : run.result;
  const counts = (severity: Severity): boolean => failOn !== "never" && isAtLeast(severity, failOn);
  const failed = missing.length + run.unreadable.length + (fixes?.unwritten ?? 0) > 0;
  if (!part && searched && result.files.length === 0 && !failed) {
    io.stderr(`cors-lint: no CloudFormation, SAM or CDK template found below ${args.positionals.join(", ") || io.fileSystem.cwd}\n`);
    if (outputs.every(({ format }) => format === "text")) return EXIT.noTemplate;
  }
  if (fixes && fixing.dryRun) deliver(fixes.diff, outputs[0].file, io);
  else await print(args.has("quiet") ? { ...result, findings: result.findings.filter(({ severity }) => counts(severity)), notes: [] } : result, args, outputs, options, counts, run.report, io);
  if (failed) return EXIT.usage;
  if (!part && searched && result.files.length === 0) return EXIT.noTemplate;
  return result.findings.some(({ severity }) => counts(severity)) ? EXIT.findings : EXIT.clean;
}

/** The inputs that `--shard` leaves to this run, and those beside them that may be judged together with some of them. */
interface Part {
  readonly own: ReadonlySet<Input>;
  readonly around: ReadonlySet<Input>;
}

async function partOf(args: LintArguments, inputs: readonly Input[], { fileSystem }: Io): Promise<Part | undefined> {
  const { isInShard, mayBeWithOthers, shardOf } = await import("./shard.ts");
  const shard = shardOf(args.text("shard"));
  const whole = (["fix", "unsafe-fixes", "fix-dry-run", "write-baseline"] as const).find((name) => args.has(name));
  if (whole !== undefined) throw new UsageError(`--${whole} is for a whole run, and --shard is for a part of one`);
  if (!shard) return undefined;
  const own = new Set(inputs.filter((input) => isInShard(input, shard, fileSystem)));
  return { own, around: new Set(inputs.filter((input) => !own.has(input) && mayBeWithOthers(input))) };
}

interface Run {
  readonly result: LintResult;
  readonly report: RunReport | undefined;
  readonly unreadable: readonly string[];
  /** What is not known of functions; looked for only where someone asks. */
  readonly unseen: readonly Unseen[];
  /** Names of the parameters that some template declares. */
  readonly declared: ReadonlySet<string>;
}

/** So many templates with their trees take a hundred megabytes. */
const MANY = 500;

/** Of as many, those wait for the others that have so much text together, in UTF-16 units. */
const MANY_WAITING = 2_000_000;

interface How {
  readonly argv: readonly string[];
  readonly threads: number;
  readonly verbose: boolean;
  readonly part: Part | undefined;
  readonly reporter: Reporter | undefined;
}

/** Of fewer files none is for another thread. */
const FEW = 100;

/** What `--concurrency` says. Throws {@link UsageError} where it is no number of threads. */
async function threadsOf(args: LintArguments, files: number): Promise<number> {
  const asked = args.text("concurrency") ?? "auto";
  if (!/^(?:auto|off|[1-9]\d{0,2})$/u.test(asked)) throw new UsageError(`--concurrency is auto, off or a number of threads, not ${JSON.stringify(asked)}`);
  // What samconfig says of an environment is asked of the whole run.
  if (asked === "off" || files < FEW || args.has("config-env")) return 1;
  return (await import("./parallel/threads.ts")).threadsFor(files, asked === "auto" ? undefined : Number(asked));
}

/** What can be said of files one by one, by several threads where that is quicker. */
async function outcomesIn(inputs: readonly Input[], setup: Setup, how: How, progress: Progress, io: Io): Promise<ReadonlyMap<number, Outcome>> {
  const isWhole = !how.verbose && how.part === undefined && how.reporter === undefined && (setup.found?.config.unusedApis() ?? []).length === 0;
  if (how.threads === 1 || !isWhole || io.startThread === undefined) return new Map();
  return (await import("./parallel/threads.ts")).outcomesOf(inputs, how.argv, how.threads, setup, inputs.length > MANY, progress, io);
}

/**
 * One template after the other, so that no more is held than what may be a part of another: only what has findings stays in memory. What
 * turns out to be a part of another template is judged there, with what it is handed, and not by itself.
 */
async function checked(inputs: readonly Input[], setup: Setup, how: How, io: Io): Promise<Run> {
  const { linter, given, found: config, withoutHandlers } = setup;
  const unseen: Unseen[] = [];
  const progress = new Progress(io, inputs.length);
  const others = new Set<string>();
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const results = new Judgements((template): Judged & { readonly result?: LintResult; readonly report?: TemplateReport | undefined } => {
    const { name, nestedFiles } = template;
    if (others.has(name)) return { name, nestedFiles };
    if (how.verbose) unseen.push(...unseenResponses(template));
    const result = linter.lint([template]);
    const report = how.reporter?.of(template);
    const own = byName.get(name);
    if (inputs.length > MANY && own) settlePlaces(result, own);
    return { name, nestedFiles, result, report };
  }, inputs.length > MANY ? MANY_WAITING : undefined);
  const skipped: { file: string; reason: string }[] = [];
  const unreadable: string[] = [];
  const declared = new Set<string>();
  // What a search came across and is no template is of no interest; what was named and skipped is.
  const noTemplate = ({ name, named }: Input, reason: string): void => {
    if (named) skipped.push({ file: name, reason });
  };
  const outcomes = await outcomesIn(inputs, setup, how, progress, io);
  for (const [index, input] of inputs.entries()) {
    const outcome = outcomes.get(index);
    if (outcome?.kind === "judged") {
      for (const name of outcome.parameters) declared.add(name);
      results.push(outcome);
      continue;
    }
    if (outcome?.kind === "no-template") {
      noTemplate(input, outcome.reason);
      continue;
    }
    progress.at(index, input.name);
    const isOther = how.part !== undefined && !how.part.own.has(input);
    if (isOther && !how.part?.around.has(input)) continue;
    if (input.path !== undefined && config?.excludes(input.path) === true) {
      if (input.named && !isOther) skipped.push({ file: input.name, reason: `${config.name} excludes it` });
      continue;
    }
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers });
    if (isOther) {
      others.add(input.name);
      if (found.kind === "template") results.add(found.template);
      continue;
    }
    switch (found.kind) {
      case "template":
        for (const name of found.template.parameters.keys()) declared.add(name);
        results.add(found.template);
        break;
      case "no-template":
        noTemplate(input, found.reason);
        break;
      case "unreadable":
        if (input.named) unreadable.push(`cannot read ${input.name}: ${found.message}`);
        else skipped.push({ file: input.name, reason: found.message });
        break;
      case "failed":
        results.push({ name: input.name, nestedFiles: [], result: failedResult(input.name, found.error) });
    }
  }
  progress.end();
  const judged = await results.all();
  const report = how.reporter?.whole(judged.flatMap((one) => one.report ?? []));
  return { result: { ...mergedResults(judged.flatMap(({ result }) => result ?? [])), skipped }, report, unreadable, unseen, declared };
}

function severitiesFrom(texts: readonly string[]): ReadonlyMap<string, Severity | "off"> {
  const severities = new Map<string, Severity | "off">();
  for (const [id, text] of pairsOf("rule", texts)) {
    if (!allRules.some((rule) => rule.id === id)) {
      const near = nearestOf(id, allRules.map((rule) => rule.id));
      throw new UsageError(`there is no rule ${id}${near === undefined ? "" : `; did you mean ${near}?`}`);
    }
    if (text !== "off" && text !== "info" && text !== "warning" && text !== "error") throw new UsageError(`the severity of ${id} is one of off, info, warning, error, not ${JSON.stringify(text)}`);
    severities.set(id, text);
  }
  return severities;
}

/** One text after the other, each where it is wanted. */
async function print(result: LintResult, args: LintArguments, outputs: readonly Output[], options: LintOptions, counts: (severity: Severity) => boolean, report: RunReport | undefined, io: Io): Promise<void> {
  const rules = allRules.filter(({ id, meta }) => options.strict || meta.set === "recommended" || options.severities?.has(id));
  for (const { format, file } of outputs) {
    if (format === "text" && args.has("quiet") && result.findings.length === 0) {
      if (file !== undefined) deliver("", file, io);
      continue;
    }
    const formatter = await formatterOf(format);
    const text = formatter(result, {
      rules,
      color: wantsColor(file === undefined ? args.text("color") : (args.text("color") ?? "never"), io),
      ...(io.columns === undefined || file !== undefined ? {} : { columns: io.columns }),
      summary: !args.has("quiet"),
      counts,
      uriPrefix: pathInRepository(io.fileSystem),
      ...(format === "sarif" && (await import("./sarif-options.ts")).sarifOptions(io)),
      ...(format === "html" && { version: (await import("../linter/own-version.ts")).ownVersion(), ...(report && { report }) }),
    });
    deliver(text, file, io);
  }
}

function sayMore({ result: { skipped, notes }, unseen }: Run, io: Io): void {
  for (const { file, reason } of skipped) io.stderr(`cors-lint: skipped ${file}: ${reason}\n`);
  for (const { text, place } of [...notes, ...unseen]) io.stderr(`cors-lint: ${place.file.name}:${place.range.start.line}: ${text}\n`);
}

/** A mistyped parameter would silently change nothing. */
function sayUnusedParameters(given: Given, { result, declared }: Run, io: Io): void {
  if (result.files.length === 0) return;
  if (given.complaint !== undefined) io.stderr(`cors-lint: ${given.complaint}\n`);
  for (const name of given.named) {
    if (declared.has(name)) continue;
    const near = nearestOf(name, declared);
    io.stderr(`cors-lint: no template has a parameter ${name}${near === undefined ? "" : `; did you mean ${near}?`}\n`);
  }
}
