import { allRules } from "../../rules/index.ts";
import { type Fixable, fixFindings } from "../linter/fix.ts";
import { lint } from "../linter/lint.ts";
import type { LintOptions } from "../linter/run.ts";
import type { Template } from "../template/types.ts";
import type { Fixing } from "./fixing.ts";
import type { Given } from "./given.ts";
import type { Input } from "./inputs.ts";
import type { Io } from "./io.ts";
import { loaded } from "./load.ts";
import type { Overlay } from "./overlay.ts";
import { shownName } from "../source/project.ts";
import { wholeTemplates } from "./stacks.ts";
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
  for (const group of await judgedTogether(inputs, run)) {
    const outcome = await fixFindings(fixableOf(group, run), fixing.allowed);
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

/** Inputs whose templates are judged as one, because they take an API from each other, are fixed as one. */
async function judgedTogether(inputs: readonly Input[], run: FixRun): Promise<readonly (readonly Input[])[]> {
  const { mayBeWithOthers } = inputs.length > 1 ? await import("./shard.ts") : { mayBeWithOthers: () => false };
  const templates = (await Promise.all(inputs.filter(mayBeWithOthers).map(async (input) => templateOf(input, run)))).filter((template) => template !== undefined);
  const together = new Map((await wholeTemplates(templates)).flatMap(({ name, joinedFiles }) => joinedFiles.map((file) => [file, name] as const)));
  const groups = new Map<string, Input[]>();
  for (const input of inputs) {
    const key = together.get(input.name) ?? input.name;
    groups.set(key, [...(groups.get(key) ?? []), input]);
  }
  return [...groups.values()];
}

async function templateOf(input: Input, { overlay, given, withoutHandlers }: FixRun): Promise<Template | undefined> {
  const found = await loaded(input, await given.valuesFor(input), overlay, { withoutHandlers });
  return found.kind === "template" ? found.template : undefined;
}

function fixableOf(group: readonly Input[], run: FixRun): Fixable {
  const { overlay, options } = run;
  const generated = new Set<string>();
  return {
    async lint() {
      const templates: Template[] = [];
      for (const input of group) {
        const template = await templateOf(input, run);
        if (template?.format === "cdk") generated.add(input.name);
        if (template) templates.push(template);
      }
      return templates.length === 0 ? undefined : lint(group.length === 1 ? templates : await wholeTemplates(templates), allRules, options);
    },
    refusal: (file) => {
      if (group.some(({ name, path }) => name === file && path === undefined)) return "it came from standard input";
      return generated.has(file) ? "CDK generates this file: change the construct" : overlay.refusal(file);
    },
    change: (file, text) => overlay.change(file, text),
  };
}
