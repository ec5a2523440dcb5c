import type { Site } from "../handler/index.ts";
import type { HandlerProblem, HandlerRule } from "../linter/index.ts";
import type { Span } from "../source/index.ts";
import { analysisOf, type FileAnalysis } from "./handler-analysis.ts";
import { proposalFor, proposedFor } from "./handler-proposals.ts";
import { fixerOf, type Problem, type RuleContext } from "./host.ts";
import { docsOf, offers, type PluginRule } from "./plugin-rule.ts";

/** A rule about what handlers return, over ESLint's own tree, whatever its parser. */
export function handlerRule(rule: HandlerRule): PluginRule {
  const best = rule.meta.fix === "safe" ? "safe" : (proposedFor(rule.id) ?? rule.meta.fix);
  return {
    meta: {
      type: "problem",
      docs: docsOf(rule.id, rule.meta),
      schema: [],
      ...offers(best === "safe", best !== undefined),
      messages: { ...messagesOf(rule), told: "{{message}}", elsewhere: "In {{place}}: {{message}}", suggestion: "{{title}}." },
      languages: ["js/js"],
    },
    create: (context) => ({
      "Program:exit"() {
        const found = analysisOf(context);
        if (found.isMoot || (rule.audience.restOnly && !found.isRest)) return;
        const seen = new Set<string>();
        for (const problem of rule.problems(found.analysis, { kind: "file", isForBrowsers: found.isForBrowsers })) {
          const report = reportOf(rule, best, problem, found, context);
          const identity = report && JSON.stringify([report.loc, report.messageId, report.data]);
          if (report === undefined || identity === undefined || seen.has(identity)) continue;
          seen.add(identity);
          context.report(report);
        }
      },
    }),
  };
}

/** `undefined` where the problem stands in another file and nothing in this one leads there. */
function reportOf(rule: HandlerRule, best: "safe" | "unsafe" | undefined, problem: HandlerProblem, found: FileAnalysis, context: RuleContext): Problem | undefined {
  const { sourceCode } = context;
  const data = problem.data ?? {};
  if (problem.at.file !== found.file) {
    const site = siteHere(problem, found, sourceCode.text);
    if (site === undefined) return undefined;
    return { loc: locOf(site, context), messageId: "elsewhere", data: { place: problem.at.file, message: messageOf(rule, problem) } };
  }
  const loc = locOf(problem.at, context);
  const base = problem.help === undefined ? { loc, messageId: problem.message, data } : { loc, messageId: "told", data: { message: messageOf(rule, problem) } };
  const proposal = proposalFor(rule.id, problem, found, sourceCode.text);
  if (proposal === undefined || best === undefined) return base;
  const fix = fixerOf(proposal.changes);
  return proposal.isSafe && best === "safe" ? { ...base, fix } : { ...base, suggest: [{ messageId: "suggestion", data: { title: proposal.title }, fix }] };
}

/** What is there, what follows for the browser, and what to do. */
function messagesOf({ meta }: HandlerRule): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(meta.messages).map(([id, text]) => [id, `${text} ${meta.help}`]));
}

function messageOf({ meta }: HandlerRule, { message, data = {}, help }: HandlerProblem): string {
  const text = (meta.messages[message] ?? "").replace(/\{\{(\w+)\}\}/gu, (whole, name: string) => data[name] ?? whole);
  return `${text} ${help ?? meta.help}`;
}

function locOf({ start, end }: Span, { sourceCode }: RuleContext): Problem["loc"] {
  return { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) };
}

/** The call in this file through which the response came, or else the import that brings in the file where the problem stands. */
function siteHere({ response, at }: HandlerProblem, { file, modules }: FileAnalysis, text: string): Span | undefined {
  const call: Site | undefined = response?.via.find((site) => site.file === file);
  if (call) return call;
  const specifier = modules.specifierIn(file, at.file);
  if (specifier === undefined) return undefined;
  const start = ['"', "'", "`"].map((quote) => text.indexOf(quote + specifier + quote)).find((index) => index >= 0);
  return start === undefined ? undefined : { start, end: start + specifier.length + 2 };
}
