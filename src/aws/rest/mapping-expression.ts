import { describe, known, oneOf, possibilities, unknown } from "../../source/index.ts";
import type { Known, Pattern, Unknown, Value } from "../../source/index.ts";
import type { HeaderMapping, MappingProblem } from "../model.ts";

export type Holder = HeaderMapping["holder"];

/** How a mapping's value reads (1.4, G4). */
export interface Expression {
  readonly expression: HeaderMapping["expression"];
  /** What is sent; for a malformed one what its author meant. */
  readonly value: Value;
  readonly problem: MappingProblem | undefined;
  /** For a reference: what it refers to, `method.request.header.Origin`. */
  readonly reference: string | undefined;
}

const REFERENCES: Readonly<Record<Holder, RegExp>> = {
  "integration-response": /^(?:integration\.response\.(?:header|multivalueheader)\.[!#$%&'*+\-.^_`|~\w]+|integration\.response\.body(?:[.[].*)?|stageVariables\.\w+|context\.[\w.]+)$/u,
  "gateway-response": /^(?:method\.request\.(?:header|multivalueheader|querystring|multivaluequerystring|path)\.[!#$%&'*+\-.^_`|~\w]+|method\.request\.body(?:[.[].*)?|stageVariables\.\w+|context\.[\w.]+)$/u,
};

/** What may still become a reference once its holes are filled. */
const REFERENCE_START = /^(?:integration\.response\.|method\.request\.|stageVariables\.|context\.)/u;

/**
 * Reads a mapping's value: a text in single quotes, or a reference to something of the request or the integration. Holes are taken to
 * hold no quotes when a text begins and ends with one: `'https://${Domain}'` is well quoted whatever the domain is.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export function expressionOf(written: Value, holder: Holder): Expression {
  const readings = possibilities(written).map((possibility) => reading(possibility, holder));
  const [first] = readings;
  if (first === undefined) return unknownExpression(unknown("there is no value"));
  if (readings.length === 1) return first;
  const value = oneOf(readings.map((each) => each.value));
  if (readings.every(({ expression }) => expression === first.expression)) return { ...first, value, problem: sharedProblem(readings), reference: undefined };
  return { expression: "unknown", value, problem: undefined, reference: undefined };
}

/** A problem is certain only where every possibility has it; the fix only where all agree on it. */
function sharedProblem(readings: readonly Expression[]): MappingProblem | undefined {
  const problem = readings[0]?.problem;
  if (problem === undefined || readings.some((each) => each.problem?.kind !== problem.kind)) return undefined;
  if (problem.kind === "unquoted" || problem.kind === "unbalanced-quotes") return { kind: problem.kind, correct: undefined };
  return problem;
}

function reading(written: Known | Pattern | Unknown, holder: Holder): Expression {
  if (written.kind === "unknown") return unknownExpression(written);
  return written.kind === "known" ? readingOfText(written.text, holder) : readingOfPattern(written);
}

function readingOfText(text: string, holder: Holder): Expression {
  if (text.trim() === "") return unknownExpression(unknown("the mapping is empty"));
  if (/^'[^']*'$/u.test(text)) return { expression: "static", value: known(text.slice(1, -1)), problem: undefined, reference: undefined };
  if (REFERENCES[holder].test(text)) return { expression: "reference", value: unknown(`it is taken from \`${text}\``), problem: undefined, reference: text };
  if (!text.includes("'")) {
    const isReference = REFERENCE_START.test(text);
    return malformed(isReference ? unknown(`\`${text}\` is no mapping expression`) : known(text), { kind: "unquoted", correct: isReference ? undefined : `'${text.trim()}'` });
  }
  if (text.trim() !== text && /^'[^']*'$/u.test(text.trim())) return unknownExpression(unknown("spaces stand outside the quotes"));
  const meant = text.replaceAll("'", "").trim();
  return malformed(known(meant), { kind: "unbalanced-quotes", correct: meant === "" ? undefined : `'${meant}'` });
}

function readingOfPattern(written: Pattern): Expression {
  const first = written.parts[0];
  const last = written.parts.at(-1);
  if (typeof first !== "string") return unknownExpression(unknown(`the quotes of ${describe(written)} are not known`));
  const constant = written.parts.filter((part) => typeof part === "string").join("");
  if (first.startsWith("'")) {
    const inner = constant.slice(1, typeof last === "string" && last.endsWith("'") ? -1 : undefined);
    if (inner.includes("'")) return malformed(withoutQuotes(written), { kind: "unbalanced-quotes", correct: undefined });
    if (typeof last !== "string") return unknownExpression(unknown(`the quotes of ${describe(written)} are not known`));
    if (last.endsWith("'")) return { expression: "static", value: withoutQuotes(written), problem: undefined, reference: undefined };
    return malformed(withoutQuotes(written), { kind: "unbalanced-quotes", correct: undefined });
  }
  if (REFERENCE_START.test(first) || "integration.response.method.request.stageVariables.context.".includes(first)) return unknownExpression(unknown(`it is taken from \`${describe(written)}\``));
  return malformed(withoutQuotes(written), constant.includes("'") ? { kind: "unbalanced-quotes", correct: undefined } : { kind: "unquoted", correct: undefined });
}

function withoutQuotes(written: Pattern): Value {
  const parts = written.parts.map((part) => (typeof part === "string" ? part.replaceAll("'", "") : part)).filter((part) => part !== "");
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && typeof only !== "string") return only;
  return { kind: "pattern", parts };
}

function malformed(value: Value, problem: MappingProblem): Expression {
  return { expression: "malformed", value, problem, reference: undefined };
}

function unknownExpression(value: Value): Expression {
  return { expression: "unknown", value, problem: undefined, reference: undefined };
}
