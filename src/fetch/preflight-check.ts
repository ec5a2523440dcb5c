import { describe, reasonsOf, type Tri } from "../source/index.ts";
import { corsCheck } from "./cors-check.ts";
import { evidenceOf, getPossibilities, statusEvidence, type FieldPossibility } from "./header-list.ts";
import { extractHeaderListValues, listsHeader, listsMethod } from "./header-list-values.ts";
import { agreeOn, failed, notKnown, passed, whyHeaderVaries, type JudgedStep, type Judgement } from "./judgement.ts";
import type { Mended } from "./mended.ts";
import { isCorsSafelistedMethod } from "./methods.ts";
import type { Profile } from "./profile.ts";
import { isCorsNonWildcardRequestHeaderName } from "./request-headers.ts";
import { isOkStatus, isRedirectStatus } from "./status.ts";
import type { CredentialsMode, Response } from "./types.ts";

export const ALLOW_METHODS = "Access-Control-Allow-Methods";
export const ALLOW_HEADERS = "Access-Control-Allow-Headers";

/** What a preflight asks for. */
export interface PreflightQuestion {
  /** As `Origin` says it. */
  readonly origin: string;
  readonly method: string;
  /** CORS-unsafe request-header names, lower case, sorted. */
  readonly unsafeNames: readonly string[];
  readonly credentials: CredentialsMode;
  readonly useCorsPreflightFlag: boolean;
}

/**
 * Does this answer let the actual request pass? Fetch, "CORS-preflight fetch", from the response on; in the order in which Chromium
 * looks, which decides the error alone. Ends with the first step that fails for sure and is not taken for mended.
 */
export function preflightSteps(asked: PreflightQuestion, response: Response, profile: Profile, mended?: Mended): readonly JudgedStep[] {
  const question = mended ? { ...asked, unsafeNames: mended.namesLeft(asked.unsafeNames) } : asked;
  const steps: JudgedStep[] = [];
  for (const check of [redirectStep, corsCheckStep, statusStep, methodsSyntaxStep, headersSyntaxStep, methodsStep, headersStep]) {
    const step = check(question, response, profile);
    if (!step || mended?.covers(step)) continue;
    steps.push(step);
    if (step.judgement.result === "failed") break;
  }
  return steps;
}

type Check = (question: PreflightQuestion, response: Response, profile: Profile) => JudgedStep | undefined;

/** Not the standard's own step: a redirect has no ok status. Chromium names it apart, and first, where it has a Location. */
const redirectStep: Check = (_question, response) => {
  if (isRedirectStatus(response.status) !== "yes" || getPossibilities(response, "Location").includes(undefined)) return undefined;
  const text = `${describe(response.status)} is a redirect, and a preflight does not follow any.`;
  return { name: "preflight-redirect", judgement: failed("PreflightDisallowedRedirect", text), evidence: statusEvidence(response) };
};

const corsCheckStep: Check = (question, response, profile) => corsCheck(question, response, "preflight", profile);

const statusStep: Check = (_question, response) => ({
  name: "preflight-status",
  judgement: judgeStatus(response),
  evidence: statusEvidence(response),
});

function judgeStatus(response: Response): Judgement {
  const status = describe(response.status);
  switch (isOkStatus(response.status)) {
    case "yes":
      return passed(`The status ${status} is ok.`);
    case "no":
      return failed("PreflightInvalidStatus", `The status is ${status}; a preflight needs one from 200 to 299.`);
    case "maybe": {
      const reasons = reasonsOf(response.status);
      return notKnown(`It is not known whether the status is from 200 to 299: it is ${status}.`, reasons.length > 0 ? reasons : [`the status is ${status}`]);
    }
  }
}

const methodsSyntaxStep: Check = (_question, response) => syntaxStep("allow-methods-syntax", ALLOW_METHODS, response);
const headersSyntaxStep: Check = (_question, response) => syntaxStep("allow-headers-syntax", ALLOW_HEADERS, response);

function syntaxStep(name: "allow-methods-syntax" | "allow-headers-syntax", header: string, response: Response): JudgedStep {
  const error = name === "allow-methods-syntax" ? "InvalidAllowMethodsPreflightResponse" : "InvalidAllowHeadersPreflightResponse";
  const judgement = judgeAll(response, header, (value) => {
    const { parses, malformed = "" } = extractHeaderListValues(value);
    switch (parses) {
      case "yes":
        return passed(value ? `${header} is a well-formed list.` : `There is no ${header}.`);
      case "no":
        return failed(error, `${header} is not a list of names separated by commas: '${malformed}' is none.`, malformed);
      case "maybe":
        return notKnown(`It is not known whether ${header} is well formed.`, reasonsFor(value));
    }
  });
  return { name, judgement, evidence: evidenceOf(response, header) };
}

const methodsStep: Check = (question, response) => ({
  name: "allow-methods",
  judgement: judgeAll(response, ALLOW_METHODS, (value) => judgeMethod(question, value)),
  evidence: evidenceOf(response, ALLOW_METHODS),
});

function judgeMethod({ method, credentials, useCorsPreflightFlag }: PreflightQuestion, value: FieldPossibility): Judgement {
  const list = extractHeaderListValues(value);
  if (list.parses === "no") return failed("InvalidAllowMethodsPreflightResponse", `${ALLOW_METHODS} is malformed.`, list.malformed);
  if (isCorsSafelistedMethod(method)) return passed(`${method} needs no listing in ${ALLOW_METHODS}.`);
  if (value === undefined && useCorsPreflightFlag) return passed(`Without ${ALLOW_METHODS}, the method of a request with an upload listener counts as listed.`);
  const listed = listsMethod(list, method);
  if (listed === "yes") return passed(`${ALLOW_METHODS} lists ${method}.`);
  const wildcard = credentials === "include" ? "no" : listsMethod(list, "*");
  if (wildcard === "yes") return passed(`${ALLOW_METHODS} is '*', which covers ${method}.`);
  if (listed === "no" && wildcard === "no") return failed("MethodDisallowedByPreflightResponse", whyMethodIsNotListed(method, credentials, value, list.items), method);
  return notKnown(`It is not known whether ${ALLOW_METHODS} lists ${method}.`, reasonsFor(value));
}

function whyMethodIsNotListed(method: string, credentials: CredentialsMode, value: FieldPossibility, items: readonly string[]): string {
  if (value === undefined) return `There is no ${ALLOW_METHODS}, and ${method} has to be listed.`;
  if (credentials === "include" && items.includes("*")) return `${ALLOW_METHODS} is '*', which is no wildcard when credentials are included, and does not list ${method}.`;
  const otherCase = items.find((item) => item.toUpperCase() === method.toUpperCase());
  if (otherCase !== undefined) return `${ALLOW_METHODS} lists ${otherCase}, but methods are case-sensitive: the page sends ${method}.`;
  return `${ALLOW_METHODS} is '${describe(value)}' and does not list ${method}.`;
}

const headersStep: Check = (question, response, profile) => ({
  name: "allow-headers",
  judgement: judgeAll(response, ALLOW_HEADERS, (value) => judgeHeaders(question, value, profile)),
  evidence: evidenceOf(response, ALLOW_HEADERS),
});

function judgeHeaders(question: PreflightQuestion, value: FieldPossibility, profile: Profile): Judgement {
  const { unsafeNames, credentials } = question;
  const list = extractHeaderListValues(value);
  if (list.parses === "no") return failed("InvalidAllowHeadersPreflightResponse", `${ALLOW_HEADERS} is malformed.`, list.malformed);
  if (unsafeNames.length === 0) return passed(`The request has no header that ${ALLOW_HEADERS} has to list.`);
  const wildcard = credentials === "include" ? "no" : listsHeader(list, "*");
  const answers = unsafeNames.map((name) => ({ name, answer: isAllowed(name, listsHeader(list, name), wildcard, profile) }));
  const missing = answers.find(({ answer }) => answer === "no");
  if (missing) return failed("HeaderDisallowedByPreflightResponse", whyHeaderIsNotListed(missing.name, credentials, value, list.items), missing.name);
  const uncertain = answers.find(({ answer }) => answer === "maybe");
  if (uncertain) return notKnown(`It is not known whether ${ALLOW_HEADERS} lists ${uncertain.name}.`, reasonsFor(value));
  const note = coveredAgainstTheStandard(unsafeNames, list.items) ? " The standard says that '*' does not cover authorization; browsers still let it." : "";
  return passed(`${ALLOW_HEADERS} ${wildcard === "yes" ? "has '*', which covers" : "lists"} ${unsafeNames.join(", ")}.${note}`);
}

function isAllowed(name: string, listed: Tri, wildcard: Tri, profile: Profile): Tri {
  if (listed === "yes" || wildcard === "no") return listed;
  const covered = !isCorsNonWildcardRequestHeaderName(name) || profile.departs("authorization-covered-by-wildcard");
  if (!covered) return listed;
  return wildcard === "yes" ? "yes" : "maybe";
}

function coveredAgainstTheStandard(names: readonly string[], items: readonly string[]): boolean {
  return names.some((name) => isCorsNonWildcardRequestHeaderName(name) && !items.some((item) => isCorsNonWildcardRequestHeaderName(item)));
}

function whyHeaderIsNotListed(name: string, credentials: CredentialsMode, value: FieldPossibility, items: readonly string[]): string {
  if (value === undefined) return `There is no ${ALLOW_HEADERS}, and ${name} has to be listed.`;
  if (items.includes("*")) {
    const why = credentials === "include" ? "is no wildcard when credentials are included, and" : "does not cover it, and";
    return `${ALLOW_HEADERS} is '${describe(value)}': '*' ${why} ${name} is not listed.`;
  }
  return `${ALLOW_HEADERS} is '${describe(value)}' and does not list ${name}.`;
}

function reasonsFor(value: FieldPossibility): readonly string[] {
  return value === undefined ? [] : reasonsOf(value);
}

function judgeAll(response: Response, header: string, judge: (value: FieldPossibility) => Judgement): Judgement {
  const values = getPossibilities(response, header);
  const [first, ...rest] = values;
  return agreeOn([judge(first), ...rest.map(judge)], whyHeaderVaries(response, header, values.includes(undefined)));
}
