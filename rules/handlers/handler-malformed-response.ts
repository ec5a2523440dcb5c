import { defineHandlerRule } from "../../src/linter/index.ts";

/**
 * API Gateway takes only an object whose body is a string. For anything else it answers 502 in the function's place, without the function's
 * headers, and browsers report that as a CORS error.
 */
export default defineHandlerRule({
  id: "handler-malformed-response",
  meta: {
    description: "Disallow responses that API Gateway cannot read",
    severity: "warning",
    set: "recommended",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format",
    failureModes: ["F27"],
    messages: {
      body: "The body of this response is no string: API Gateway answers 502 in its place, without the headers of the function.",
      headers: "The headers of this response are a text, and no object: API Gateway answers 502 in its place, without them.",
      error: "An error is returned as the response: API Gateway answers 502 in its place, without the headers of the function.",
    },
    help: "Return an object with statusCode, headers and a body that is a string, as JSON.stringify or json.dumps makes it.",
  },
  audience: { intent: "any", restOnly: true },

  *problems(analysis, sight) {
    // Of a function that a route leads to nobody needs to guess what it answers.
    if (analysis.kind === "other" || (analysis.kind !== "http" && sight.kind === "file")) return;
    for (const response of analysis.responses) {
      for (const fact of response.facts) {
        if (fact.kind === "body-not-string") yield { message: "body", at: fact.site, response };
        if (fact.kind === "headers-not-object") yield { message: "headers", at: fact.site, response, help: HEADERS };
        if (fact.kind === "returns-error") yield { message: "error", at: fact.site, response };
      }
    }
  },
});

const HEADERS = "Hand over the object itself; only the body is put through JSON.stringify or json.dumps.";
