import { defineRule } from "../../src/linter/index.ts";

/**
 * SAM expands the template before CloudFormation sees it, and refuses this one with the sentence that is shown. Nothing is deployed, so
 * no browser gets any answer.
 */
export default defineRule({
  id: "sam-transform-error",
  meta: {
    description: "Report what SAM itself refuses to expand",
    severity: "error",
    set: "recommended",
    category: "net",
    reference: "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html",
    failureModes: [],
    messages: { refused: "{{problem}}" },
    help: "Change this line as SAM demands: until then the template cannot be deployed.",
  },

  *template(template) {
    // A template of nothing is a form that somebody has yet to fill in.
    const resources = template.written.get("Resources");
    if (resources === undefined || (resources.kind === "map" ? resources.size === 0 : resources.kind === "scalar")) return;
    for (const { rule, message, place, related = [] } of template.problems) {
      if (rule === "sam-transform-error") yield { message: "refused", data: { problem: message }, at: place, related };
    }
  },
});
