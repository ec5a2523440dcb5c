import type { Rule } from "../linter/types.ts";
import { fixerOf, type Problem, type RuleContext } from "./host.ts";
import { docsOf, offers, type PluginRule } from "./plugin-rule.ts";
import { settingsOf } from "./settings.ts";
import type { TextFinding } from "./template-engine.ts";
import { templateEngine } from "./template-engine-loader.ts";

/**
 * A rule of the catalogue as a rule of ESLint. It reads the text, so it works on the trees of eslint-plugin-yml and @eslint/json as well as on
 * our own, and stays silent where the file is no template.
 */
export function templateRule(rule: Rule): PluginRule {
  return {
    meta: {
      type: "problem",
      docs: docsOf(rule.id, rule.meta),
      schema: [],
      ...offers(rule.meta.fix === "safe", rule.meta.fix !== undefined),
      messages: { finding: "{{message}}", suggestion: "{{title}}." },
      languages: ["*"],
    },
    create(context) {
      let done = false;
      const run = (): void => {
        if (done || isProgram(context.filename)) return;
        done = true;
        for (const finding of findingsFor(context, rule.meta.set === "strict")) if (finding.rule === rule.id) context.report(problemOf(rule, finding, context));
      };
      // The root of our language, of YAML and of JSON; each is there once.
      return { Template: run, Program: run, Document: run };
    },
  };
}

/** A configuration may turn the rules on for all files. */
function isProgram(filename: string): boolean {
  return /\.(?:[cm]?[jt]sx?|vue|svelte|astro|md|css|html)$/iu.test(filename);
}

/** Fixes are safe or unsafe with each finding; the unsafe ones are suggestions. */
function problemOf(rule: Rule, { message, at, fix }: TextFinding, { sourceCode }: RuleContext): Problem {
  const loc = { start: sourceCode.getLocFromIndex(at.start), end: sourceCode.getLocFromIndex(at.end) };
  const base = { loc, messageId: "finding", data: { message } };
  if (fix === undefined || rule.meta.fix === undefined) return base;
  const fixer = fixerOf(fix.changes);
  return fix.applicability === "safe" && rule.meta.fix === "safe" ? { ...base, fix: fixer } : { ...base, suggest: [{ messageId: "suggestion", data: { title: fix.title }, fix: fixer }] };
}

interface Runs {
  recommended?: readonly TextFinding[];
  strict?: readonly TextFinding[];
}

/** All rules share one run over a file (strict ones a second, as they explain what the others then need not say). */
const runs = new WeakMap<object, Runs>();

function findingsFor(context: RuleContext, strict: boolean): readonly TextFinding[] {
  const { sourceCode, filename, cwd } = context;
  const known = runs.get(sourceCode.ast) ?? {};
  runs.set(sourceCode.ast, known);
  return (known[strict ? "strict" : "recommended"] ??= templateEngine().findingsIn({ filename, text: sourceCode.text, cwd, parameters: settingsOf(context).parameters, strict }));
}
