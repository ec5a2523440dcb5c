import { defineHandlerRule, isForNavigation, responsesWithoutAllowOrigin, sendsAllowOriginBeside } from "../../src/linter/index.ts";

/**
 * Behind a proxy integration the function's own headers are all that a browser gets: the preflight lets the request through, and without
 * Access-Control-Allow-Origin on the response no page can read it. Each response needs the header, since each is checked by itself.
 */
export default defineHandlerRule({
  id: "handler-missing-allow-origin",
  meta: {
    description: "Require Access-Control-Allow-Origin on each response of a function that answers browsers itself",
    severity: "error",
    set: "recommended",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html#apigateway-enable-cors-proxy",
    failureModes: ["F25"],
    explains: ["MissingAllowOriginHeader"],
    messages: {
      response: "This response carries no Access-Control-Allow-Origin, so browsers hide it from the page.",
      framework: "{{name}} sends no Access-Control-Allow-Origin here, so browsers hide each of its responses from the page.",
    },
    help: "Put Access-Control-Allow-Origin into the headers of this response, best from one object that all responses share.",
  },
  audience: { intent: "browser" },

  *problems(analysis, sight) {
    // Where no response has it, `missing-allow-origin` says so once for each route; a file alone does not show that browsers call it.
    const main = analysis.responses.filter(({ role, form }) => role === "main" && form !== "framework");
    const isSaidElsewhere = sight.kind === "template" && main.every(({ allowOrigin }) => allowOrigin === "no");
    for (const response of responsesWithoutAllowOrigin(analysis, "main")) {
      const framework = response.form === "framework" ? analysis.framework : undefined;
      if (isSaidElsewhere && !framework) continue;
      // With a template it is the route that says so.
      if (sight.kind === "file" && isForNavigation(response)) continue;
      if (sight.kind === "file" && !sight.isForBrowsers && !sendsAllowOriginBeside(analysis, response)) continue;
      if (framework) yield { message: "framework", data: { name: framework.name }, at: response.site, response, help: `Turn on the CORS support of ${framework.name}.` };
      else yield { message: "response", at: response.site, response };
    }
  },
});
