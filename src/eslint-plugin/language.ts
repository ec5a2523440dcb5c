import type { Language } from "@eslint/core";
import { directiveComments } from "./directives.ts";
import { templateEngine } from "./template-engine-loader.ts";
import { TemplateSourceCode, templateTree } from "./template-source-code.ts";
import type { TemplateTypes } from "./template-source-code.ts";

/**
 * The language of CloudFormation, SAM and CDK templates, for projects in which no other plugin reads YAML or JSON. It parses nothing: the
 * rules read the text themselves, and what is no template is an empty one, so that a broad `files` pattern does no harm. What cannot be read
 * is the finding of the rule `parse-error`, which can be configured, and not a fatal error.
 */
export const templateLanguage: Language<TemplateTypes> = {
  fileType: "text",
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: "type",
  visitorKeys: { Template: [] },
  // A configuration that sets parsers and globals for all files is no mistake of the template.
  validateLanguageOptions: () => undefined,
  parse: (file) => ({ ok: true, ast: templateTree(textOf(file.body)) }),
  createSourceCode: (file, { ast }) => {
    const text = textOf(file.body);
    return new TemplateSourceCode(text, ast, isJson(text) ? [] : directiveComments(text, templateEngine().commentsIn));
  },
};

/** ESLint hands over text without its byte order mark; other hosts may not. */
function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function isJson(text: string): boolean {
  return /^\s*\{/u.test(text);
}
