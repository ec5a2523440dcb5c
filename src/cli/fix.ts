import { allRules } from "../../rules/index.ts";
import { type Fixable, fixFindings } from "../linter/fix.ts";
import { lint } from "../linter/lint.ts";
import type { LintOptions } from "../linter/run.ts";
import type { Fixing } from "./fixing.ts";
import type { Given } from "./given.ts";
import type { Input } from "./inputs.ts";
import type { Io } from "./io.ts";
import { loaded } from "./load.ts";
import type { Overlay } from "./overlay.ts";
import { shownName } from "../source/project.ts";
import { unifiedDiff } from "./unified-diff.ts";

export interface FixRun {
  readonly fixing: Fixing;
  readonly overlay: Overlay;
  readonly options: LintOptions;
  readonly given: Given;
  readonly verbose: boolean;
  readonly withoutHandlers: boolean;
}

/** Fixes templates one after the other, then writes each changed file whole, or only shows what would be written. */
export async function fixInputs(inputs: readonly Input[], run: FixRun, io: Io): Promise<{ readonly diff: string; readonly unwritten: number }> {
  const { fixing, overlay } = run;
  let fixed = 0;
  for (const input of inputs) {
    const outcome = await fixFindings(await fixableOf(input, run), fixing.allowed);
    fixed += outcome.fixed.length;
    if (run.verbose) for (const { finding, why } of outcome.refused) io.stderr(`cors-lint: ${finding.at.file.name}:${finding.at.range.start.line}: ${finding.rule} was not fixed: ${why}\n`);
  }
  const changed = overlay.changed;
  const diff = changed.map(({ path, before, after }) => unifiedDiff(shownName(overlay, path), before, after)).join("");
  const unwritten = fixing.dryRun ? [] : overlay.write();
  for (const { path, message } of unwritten) io.stderr(`cors-lint: cannot write ${shownName(overlay, path)}: ${message}\n`);
  if (fixed > 0) io.stderr(`cors-lint: ${fixing.dryRun ? "would fix" : "fixed"} ${fixed} finding${fixed === 1 ? "" : "s"} in ${changed.length} file${changed.length === 1 ? "" : "s"}\n`);
  return { diff, unwritten: unwritten.length };
}

async function fixableOf(input: Input, { overlay, options, given, withoutHandlers }: FixRun): Promise<Fixable> {
  const parameters = await given.valuesFor(input);
  let isGenerated = false;
  return {
    async lint() {
      const found = await loaded(input, parameters, overlay, { withoutHandlers });
      isGenerated = found.kind === "template" && found.template.format === "cdk";
      return found.kind === "template" ? lint([found.template], allRules, options) : undefined;
    },
    refusal: (file) => {
      if (file === input.name && input.path === undefined) return "it came from standard input";
      return file === input.name && isGenerated ? "CDK generates this file: change the construct" : overlay.refusal(file);
    },
    change: (file, text) => overlay.change(file, text),
  };
}
