import type { HeaderMapping } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { describe, type Fix, knownText, type Value } from "../../src/source/index.ts";
import { affectedRoutes } from "../shared/affected.ts";
import { holdsWhatIsAsked } from "../shared/asked.ts";
import { isWrittenAt } from "../shared/literals.ts";
import { headOf } from "../shared/places.ts";

/**
 * In a REST API a header's value is a mapping expression. A fixed text stands between single quotes, which YAML strips unless the whole is
 * quoted once more: `"'*'"`. A bare text is no expression, and API Gateway refuses it.
 */
export default defineRule({
  id: "unquoted-header-value",
  meta: {
    description: "Require single quotes around fixed header values of REST APIs",
    severity: "error",
    set: "recommended",
    category: "mappings",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html",
    failureModes: ["F15", "F32"],
    fix: "safe",
    messages: {
      unquoted: "`{{value}}` stands without single quotes, so it is no mapping expression: the deployment fails with `Invalid mapping expression specified`.",
      closed: "The single quotes of `{{value}}` close before its end: API Gateway refuses the value, or sends the other quotes as a part of it, which matches nothing.",
      unbalanced: "The single quotes of `{{value}}` do not enclose the whole value: the deployment fails with `Invalid mapping expression specified`.",
    },
    help: "Put the whole value between one pair of single quotes, and those between double quotes: `\"'*'\"`.",
  },

  *mapping(mapping, context) {
    const problem = mapping.problems.find((found) => found.kind === "unquoted" || found.kind === "unbalanced-quotes");
    if (problem?.kind !== "unquoted" && problem?.kind !== "unbalanced-quotes") return;
    const fix = quoted(mapping, problem.correct);
    yield {
      message: problem.kind === "unquoted" ? "unquoted" : isEnclosed(mapping.written) ? "closed" : "unbalanced",
      data: { value: describe(mapping.written) },
      at: headOf(mapping.valuePlace),
      routes: affectedRoutes(mapping, context),
      ...(fix && { fix }),
    };
  },
});

/** `'GET', 'PUT'` begins and ends as a quoted text does; published templates have it, and nobody recorded what API Gateway makes of it. */
function isEnclosed(written: Value): boolean {
  return /^'[\s\S]*'$/u.test(knownText(written) ?? "");
}

/** The value between quotes, where that is all that it lacks: a list that allows too little then blocks what nobody could deploy before. */
function quoted({ header, valuePlace, written, response }: HeaderMapping, correct: string | undefined): Fix | undefined {
  if (correct === undefined || !isWrittenAt(valuePlace, written)) return undefined;
  const text = correct.slice(1, -1);
  if ("method" in response && response.method.route.isOptions && header !== undefined && !holdsWhatIsAsked(response.method.route, header, text)) return undefined;
  const isTrue = header?.toLowerCase() === "access-control-allow-credentials" && text.toLowerCase() === "true";
  const value = isTrue ? "'true'" : correct;
  return { title: `Write ${value}`, applicability: "safe", edits: [{ kind: "replace", place: valuePlace, text: value }] };
}
