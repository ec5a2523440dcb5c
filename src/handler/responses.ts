import { equals, known, knownText, oneOf, possibilities, unknown, type Value } from "../source/index.ts";
import type { Cell, State } from "./heap.ts";
import { variantsOf, type Variant } from "./header-fields.ts";
import type { HandlerLanguage } from "./ir.ts";
import type { Exit } from "./machine.ts";
import { reasonOf } from "./objects.ts";
import { typoOf } from "./header-names.ts";
import type { HandlerHeader, HandlerResponse, ResponseFact } from "./types.ts";
import { options, prim, textOfVal, unionOf, type Check, type Ref, type Site, type Val } from "./values.ts";

type Verdict = HandlerResponse["allowOrigin"];
/** How many calls are listed with a helper's object; each is a response of its own all the same. */
const MAX_VIA = 40;
const ACAO = "access-control-allow-origin";

/** The responses in what a handler hands back at one point: the object, and each call it came through. */
export function responsesOf(exit: Exit, language: HandlerLanguage): HandlerResponse[] {
  return options(exit.value).flatMap((option) => {
    if (option.k === "ref") return fromRef(exit, option);
    if (option.k === "special" && option.what === "error") return [unseen(exit, "an error is returned", isOnlyError(exit.value) ? [{ kind: "returns-error", site: exit.site }] : [])];
    if (option.k === "ext") {
      // `Response.serverError()` answers; `new NotFoundError()` is one.
      const isError = /(?:Error|Exception)\(\)$/u.test(option.ext.path) && (language === "python" || option.ext.how === "new" || option.ext.of?.how === "global");
      const facts: ResponseFact[] = isError ? [{ kind: "returns-error", site: exit.site }] : [];
      const reason = reasonOf(option);
      const call = option.ext.how === "call" ? option.ext.site : undefined;
      const returned = unseen(exit, reason, facts);
      return call === undefined ? [returned] : call.start === exit.site.start ? [unseen(exit, reason, facts, call)] : [returned, unseen(exit, reason, facts, call)];
    }
    if (option.k === "unknown") return [unseen(exit, option.reason, [])];
    return [];
  });
}

/** What is caught may be an error, or a response that was thrown: then returning it is how such a program answers. */
function isOnlyError(value: Val): boolean {
  return options(value).every((option) => option.k === "prim" || (option.k === "special" && option.what === "error"));
}

function unseen(exit: Exit, reason: string, facts: readonly ResponseFact[], call?: Site): HandlerResponse {
  return {
    site: call ?? exit.site,
    form: call ? "call" : "variable",
    via: [],
    role: exit.inCatch ? "error" : "main",
    status: unknown(reason),
    headers: [],
    unlistedHeaders: { unknown: reason },
    allowOrigin: "unknown",
    methods: methodsOf(exit.state.checks),
    facts,
    headersSite: undefined,
    handlers: [],
  };
}

function fromRef(exit: Exit, ref: Ref): HandlerResponse[] {
  const cell = exit.state.get(ref.id);
  if (cell === undefined || cell.kind !== "object") return [];
  const isResponse = cell.props.has("statusCode") || (cell.open !== undefined && (cell.props.has("headers") || cell.props.has("body") || cell.props.size === 0)) || (cell.props.has("headers") && cell.props.has("body"));
  if (!isResponse) return [];
  const object = describeResponse(exit, cell, ref);
  return [object, ...uniqueSites(ref.via).map((site): HandlerResponse => ({ ...object, site, form: "call", via: [], facts: [] }))];
}

function uniqueSites(sites: readonly Site[]): Site[] {
  return sites.filter((site, index) => sites.findIndex((other) => other.file === site.file && other.start === site.start) === index);
}

function describeResponse(exit: Exit, cell: Cell, ref: Ref): HandlerResponse {
  const single = headerVariants(exit.state, cell, "headers");
  const multi = headerVariants(exit.state, cell, "multiValueHeaders");
  const variants = multi.every((variant) => variant.fields.size === 0 && variant.open === undefined) ? single : single.flatMap((one) => multi.map((other) => joined(one, other)));
  const status = statusOf(cell);
  const verdict = combine(variants.map(verdictOf));
  const open = variants.find((variant) => variant.open !== undefined)?.open;
  const headersProp = cell.props.get("headers");
  return {
    site: cell.site,
    form: "object",
    via: ref.via,
    role: isError(status) || ((exit.inCatch || cell.inCatch) && !isSuccess(status)) ? "error" : "main",
    status,
    headers: fieldsOf(variants),
    unlistedHeaders: open === undefined ? "absent" : { unknown: open },
    allowOrigin: verdict,
    methods: methodsOf(exit.state.checks),
    facts: factsOf(exit.state, cell, variants),
    headersSite: headersProp?.valueSite,
    handlers: [],
  };
}

function headerVariants(state: State, cell: Cell, key: "headers" | "multiValueHeaders"): readonly Variant[] {
  const property = cell.props.get(key);
  const isMulti = key === "multiValueHeaders";
  const absent: Variant = { fields: new Map(), open: isMulti ? undefined : cell.open, ref: undefined };
  if (property === undefined) return [absent];
  const found = variantsOf(state, property.value, isMulti);
  return property.presence === "present" ? found : [...found, absent];
}

/** Of a header in `headers` and in `multiValueHeaders` API Gateway sends both values, unless they are equal (P3). */
function joined(one: Variant, other: Variant): Variant {
  const both = [...other.fields].map(([name, field]) => {
    const single = one.fields.get(name);
    const sent = knownText(field.value);
    const isSent = single?.presence === "present" && sent !== undefined && equals(single.value, sent) === "no";
    return [name, isSent && field.multi !== undefined ? { ...field, multi: field.multi + 1 } : field] as const;
  });
  return { fields: new Map([...one.fields, ...both]), open: one.open ?? other.open, ref: one.ref };
}

function verdictOf(variant: Variant): Verdict {
  const field = variant.fields.get(ACAO);
  if (field === undefined) return variant.open === undefined ? "no" : "unknown";
  if (field.isNothing) return variant.open === undefined ? "no" : "unknown";
  return field.presence === "maybe" || field.mayBeNothing ? "conditional" : "yes";
}

/** One verdict for several ways of being the same response. */
export function combine(verdicts: readonly Verdict[]): Verdict {
  const [first = "unknown"] = verdicts;
  if (verdicts.every((verdict) => verdict === first)) return first;
  return verdicts.includes("unknown") ? "unknown" : "conditional";
}

function fieldsOf(variants: readonly Variant[]): HandlerHeader[] {
  const names = new Set(variants.flatMap((variant) => [...variant.fields.keys()]));
  return [...names].flatMap((name) => {
    const found = variants.flatMap((variant) => variant.fields.get(name) ?? []);
    const [first] = found;
    if (first === undefined) return [];
    const { isNothing, mayBeNothing, ...field } = found.find((one) => one.origin) ?? first;
    if (isNothing && found.length === 1) return [];
    const presence = found.length === variants.length && found.every((one) => one.presence === "present") && !mayBeNothing ? ("present" as const) : ("maybe" as const);
    return [{ ...field, value: oneOf(found.map((one) => one.value)), presence, env: [...new Set(found.flatMap((one) => one.env))] }];
  });
}

function statusOf(cell: Cell): Value {
  const property = cell.props.get("statusCode");
  if (property === undefined) return cell.open === undefined ? known("200") : unknown(cell.open);
  return property.presence === "present" ? textOfVal(property.value) : textOfVal(unionOf([property.value, prim(200)]));
}

function isError(status: Value): boolean {
  return possibilities(status).every((possibility) => possibility.kind === "known" && Number(possibility.text) >= 400);
}

function isSuccess(status: Value): boolean {
  return possibilities(status).every((possibility) => possibility.kind === "known" && Number(possibility.text) < 400);
}

function methodsOf(checks: readonly Check[]): HandlerResponse["methods"] {
  const named = (negated: boolean): string[] => [...new Set(checks.filter((check) => check.kind === "method" && check.negated === negated).flatMap((check) => (check.text === undefined ? [] : [check.text.split(" ")[0] ?? ""])))];
  const only = named(false);
  if (only.length > 0) return { only };
  const except = named(true);
  return except.length > 0 ? { except } : undefined;
}

function factsOf(state: State, cell: Cell, variants: readonly Variant[]): ResponseFact[] {
  const facts: ResponseFact[] = [];
  for (const variant of variants) {
    const headers = variant.ref === undefined ? undefined : state.get(variant.ref);
    for (const { key, site } of headers?.repeated ?? []) facts.push({ kind: "duplicate-header", name: key, site });
    for (const field of variant.fields.values()) {
      const meant = typoOf(field.key);
      if (meant !== undefined) facts.push({ kind: "header-typo", name: field.key, meant, site: field.keySite });
    }
  }
  const body = cell.props.get("body");
  if (body && options(body.value).every((option: Val) => option.k === "ref")) facts.push({ kind: "body-not-string", site: body.valueSite });
  const headers = cell.props.get("headers");
  if (headers && options(headers.value).every((option) => option.k === "text" || (option.k === "prim" && typeof option.value === "string"))) facts.push({ kind: "headers-not-object", site: headers.valueSite });
  const verdicts = variants.map(verdictOf);
  if (headers && variants.length > 1 && verdicts.includes("yes") && verdicts.includes("unknown")) facts.push({ kind: "lost-headers", site: headers.valueSite });
  return facts;
}

/** The same response, seen on several ways: one that says what holds on all of them. */
export function mergeResponses(found: readonly HandlerResponse[]): HandlerResponse[] {
  const bySite = new Map<string, HandlerResponse>();
  for (const response of found) {
    const key = `${response.site.file}:${response.site.start}`;
    const before = bySite.get(key);
    bySite.set(key, before ? mergeTwo(before, response) : response);
  }
  return [...bySite.values()].sort((a, b) => (a.site.file === b.site.file ? a.site.start - b.site.start : a.site.file < b.site.file ? -1 : 1));
}

function mergeTwo(a: HandlerResponse, b: HandlerResponse): HandlerResponse {
  const names = new Set([...a.headers, ...b.headers].map((header) => header.name));
  const headers = [...names].flatMap((name): HandlerHeader[] => {
    const [left, right] = [a.headers.find((header) => header.name === name), b.headers.find((header) => header.name === name)];
    const one = left?.origin ? left : (right ?? left);
    if (one === undefined) return [];
    if (left === undefined || right === undefined) return [{ ...one, presence: "maybe" }];
    return [{ ...one, value: oneOf([left.value, right.value]), presence: left.presence === right.presence ? left.presence : "maybe" }];
  });
  const form = a.form === "object" || b.form === "object" ? "object" : a.form;
  const facts = [...a.facts, ...b.facts].filter((fact, index, all) => all.findIndex((other) => other.kind === fact.kind && other.site.start === fact.site.start) === index);
  const sameMethods = JSON.stringify(a.methods) === JSON.stringify(b.methods);
  return {
    ...a,
    form,
    via: a.via.length >= MAX_VIA ? a.via : uniqueSites([...a.via, ...b.via]),
    role: a.role === b.role ? a.role : "main",
    status: oneOf([a.status, b.status]),
    headers,
    unlistedHeaders: a.unlistedHeaders === "absent" ? b.unlistedHeaders : a.unlistedHeaders,
    allowOrigin: combine([a.allowOrigin, b.allowOrigin]),
    methods: sameMethods ? a.methods : undefined,
    facts,
    headersSite: a.headersSite ?? b.headersSite,
    handlers: [...new Set([...a.handlers, ...b.handlers])],
  };
}
