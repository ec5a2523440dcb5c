import { analyzeHandler, type HandlerAnalysis, type HandlerLanguage } from "../../src/handler/index.ts";

const NAMES: Readonly<Record<HandlerLanguage, string>> = { javascript: "users.mjs", typescript: "users.ts", python: "users.py" };

/** The analysis of a snippet. `modules` are the other files of the project, by specifier. */
export function analyse(language: HandlerLanguage, text: string, modules: Readonly<Record<string, string>> = {}): HandlerAnalysis {
  return analyzeHandler(
    { file: NAMES[language], text, language },
    { readModule: (specifier) => (Object.hasOwn(modules, specifier) ? { name: `${specifier}${language === "python" ? ".py" : ".ts"}`, text: modules[specifier] ?? "" } : undefined) },
  );
}

/** What is said of each response, in the order of the text: `yes, no`; `other event` where CORS does not apply; `nothing`. */
export function verdicts(analysis: HandlerAnalysis): string {
  if (analysis.kind === "other") return "other event";
  return analysis.responses.map((response) => response.allowOrigin).join(", ") || "nothing";
}

/** The part of the text that a site means. */
export function slice(text: string, site: { readonly start: number; readonly end: number }): string {
  return text.slice(site.start, site.end);
}
