import { allRules } from "../../rules/index.ts";
import { diffTemplates, type TemplatePair } from "../diff/index.ts";
import { type DiffFormat, diffFormatterOf } from "../formatters/diff.ts";
import { isAtLeast } from "../linter/order.ts";
import type { DiffResult } from "../linter/types.ts";
import type { FileSystem } from "../source/file-system.ts";
import { mayAsk } from "../template/joined/may-ask.ts";
import type { Template } from "../template/types.ts";
import { type Arguments, parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { configFor } from "./config.ts";
import { pairsOfPaths, pairsSince } from "./diff-inputs.ts";
import { Given } from "./given.ts";
import type { Input } from "./inputs.ts";
import { EXIT, type Io } from "./io.ts";
import { loaded } from "./load.ts";
import { DIFF_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";

type DiffArguments = Arguments<keyof typeof DIFF_OPTIONS>;

/** `cors-lint diff OLD NEW`, `cors-lint diff --base REV [PATH...]`. */
export async function diff(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, DIFF_OPTIONS);
  const configuration = await configFor(args, io);
  const config = configuration?.config;
  const given = await Given.from(args, io, config?.parameters);
  const base = args.text("base");
  const { pairs, filesBefore, missing } = base === undefined ? await pairsOfPaths(args.positionals, io) : await pairsSince(base, args.positionals, io);
  const problems = [...missing];
  const found: TemplatePair[] = [];
  const read = async (input: Input | undefined, files: FileSystem): Promise<Template | undefined> => {
    if (input === undefined) return undefined;
    if (input.path !== undefined && configuration?.excludes(input.path) === true) return undefined;
    const result = await loaded(input, await given.valuesFor(input), files, { withoutHandlers: args.has("no-handlers") });
    switch (result.kind) {
      case "template":
        return result.template;
      case "failed":
        throw result.error;
      case "unreadable":
        problems.push(`cannot read ${input.name}: ${result.message}`);
        return undefined;
      case "no-template":
        if (input.named || args.has("verbose")) io.stderr(`cors-lint: skipped ${input.name}: ${result.reason}\n`);
        return undefined;
    }
  };
  for (const pair of pairs) {
    const both: TemplatePair = { before: await read(pair.before, filesBefore), after: await read(pair.after, io.fileSystem) };
    if (both.before || both.after) found.push(both);
  }
  for (const problem of problems) io.stderr(`cors-lint: ${problem}\n`);
  if (found.length === 0) {
    if (problems.length === 0) io.stderr("cors-lint: there is no CloudFormation, SAM or CDK template to compare\n");
    return problems.length > 0 ? EXIT.usage : EXIT.noTemplate;
  }

  const asks = (template: Template | undefined): boolean => template !== undefined && mayAsk(template);
  const whole = found.length > 1 && found.some(({ before, after }) => asks(before) || asks(after)) ? (await import("../template/joined/join-stacks.ts")).joinVersions(found) : found;
  const result = await diffTemplates(whole, allRules, { severities: config?.rules ?? new Map(), declarations: config?.declarations });
  await print(result, args, io);
  if (problems.length > 0) return EXIT.usage;
  const failOn = args.choice("fail-on", ["error", "warning", "info", "never"], "warning");
  return failOn !== "never" && result.findings.some(({ severity }) => isAtLeast(severity, failOn)) ? EXIT.findings : EXIT.clean;
}

async function print(result: DiffResult, args: DiffArguments, io: Io): Promise<void> {
  const format = args.choice<DiffFormat>("format", ["text", "json", "sarif", "markdown"], "text");
  const output = args.text("output");
  const formatter = await diffFormatterOf(format);
  const text = formatter(result, {
    rules: allRules.filter((rule) => rule.change),
    color: wantsColor(output === undefined ? args.text("color") : (args.text("color") ?? "never"), io),
    ...(io.columns === undefined || output !== undefined ? {} : { columns: io.columns }),
    ...(format === "sarif" && (await import("./sarif-options.ts")).sarifOptions(io)),
  });
  deliver(text, output, io);
}
