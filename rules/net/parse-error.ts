import { defineRule } from "../../src/linter/index.ts";

/**
 * A template that cannot be read cannot be checked, and silence about it would look like a clean result. AWS refuses most of these
 * files as well; what it would load and we cannot is said in the same way.
 */
export default defineRule({
  id: "parse-error",
  meta: {
    description: "Report a template, or a part of one, that cannot be read",
    severity: "error",
    set: "recommended",
    category: "net",
    reference: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
    failureModes: [],
    messages: { unreadable: "{{problem}}" },
    help: "Repair the file at this place: what stands behind it was not checked.",
  },

  *template(template) {
    for (const { rule, message, place, related = [] } of template.problems) {
      if (rule === "parse-error") yield { message: "unreadable", data: { problem: message }, at: place, related };
    }
  },
});
