import type { Tri } from "../source/index.ts";
import { byteLowercase } from "./bytes.ts";
import { getPossibilities, type FieldPossibility } from "./header-list.ts";
import { extractHeaderListValues } from "./header-list-values.ts";
import { isCorsSafelistedMethod } from "./methods.ts";
import { ALLOW_HEADERS, ALLOW_METHODS, type PreflightQuestion } from "./preflight-check.ts";
import type { Profile } from "./profile.ts";
import { isCorsNonWildcardRequestHeaderName } from "./request-headers.ts";
import type { Response } from "./types.ts";

const MAX_AGE = "Access-Control-Max-Age";
const DEFAULT_SECONDS = 5;

interface Entry {
  readonly origin: string;
  readonly url: string;
  readonly credentials: boolean;
  readonly what: "method" | "header";
  /** Absent: something that is not known, and so perhaps the very name. */
  readonly name: string | undefined;
  readonly certain: boolean;
}

/**
 * Fetch, "CORS-preflight cache", for fetches that follow one another at once: an entry with a max-age of zero is gone before the next,
 * all others are still there.
 */
export class PreflightCache {
  #entries: Entry[] = [];

  /** Does the cache answer for this request, so that no preflight is sent? Fetch, "HTTP fetch", the step about makeCORSPreflight. */
  answers(question: PreflightQuestion, url: string): Tri {
    if (this.#entries.length === 0) return "no";
    const needsMethod = !isCorsSafelistedMethod(question.method) || question.useCorsPreflightFlag;
    const answers = question.unsafeNames.map((name) => this.#headerMatch(question, url, name));
    if (needsMethod) answers.push(this.#methodMatch(question, url));
    // A preflight that only an engine's habit asks for is not in the cache.
    if (answers.length === 0 || answers.includes("no")) return "no";
    return answers.includes("maybe") ? "maybe" : "yes";
  }

  /** Fetch, "create a new cache entry" for each method and header name that the answer to a preflight allows. */
  store(question: PreflightQuestion, url: string, response: Response, certain: boolean, profile: Profile): void {
    const caching = isCached(response, profile);
    if (caching === "no") return;
    const base = { origin: question.origin, url, credentials: question.credentials === "include", certain: certain && caching === "yes" };
    const methods = getPossibilities(response, ALLOW_METHODS);
    const isAbsent = methods.length === 1 && methods[0] === undefined;
    this.#add(base, "method", isAbsent && question.useCorsPreflightFlag ? [{ name: question.method, certain: true }] : itemsOf(methods), profile);
    this.#add(base, "header", itemsOf(getPossibilities(response, ALLOW_HEADERS)), profile);
  }

  /** Fetch, "clear cache entries" for a request. */
  clear(question: PreflightQuestion, url: string): void {
    this.#entries = this.#entries.filter((entry) => !isMatch(entry, question, url));
  }

  #add(base: Omit<Entry, "what" | "name">, what: Entry["what"], items: readonly Item[], profile: Profile): void {
    for (const { name, certain } of items) {
      if (name === "*" && profile.departs("wildcard-not-cached")) continue;
      this.#entries.push({ ...base, what, name, certain: base.certain && certain });
    }
  }

  #methodMatch(question: PreflightQuestion, url: string): Tri {
    return certainty(this.#entries.filter((entry) => entry.what === "method" && isMatch(entry, question, url) && (entry.name === undefined || entry.name === question.method || entry.name === "*")));
  }

  #headerMatch(question: PreflightQuestion, url: string, name: string): Tri {
    return certainty(this.#entries.filter((entry) => {
      if (entry.what !== "header" || !isMatch(entry, question, url)) return false;
      if (entry.name === undefined) return true;
      return byteLowercase(entry.name) === name || (entry.name === "*" && !isCorsNonWildcardRequestHeaderName(name));
    }));
  }
}

interface Item {
  readonly name: string | undefined;
  readonly certain: boolean;
}

function itemsOf(values: readonly FieldPossibility[]): readonly Item[] {
  return values.flatMap((value) => {
    const { items, complete } = extractHeaderListValues(value);
    const listed: readonly Item[] = items.map((name) => ({ name, certain: values.length === 1 }));
    return complete ? listed : [...listed, { name: undefined, certain: false }];
  });
}

function isMatch(entry: Entry, question: PreflightQuestion, url: string): boolean {
  return entry.origin === question.origin && entry.url === url && (entry.credentials || question.credentials !== "include");
}

function certainty(entries: readonly Entry[]): Tri {
  if (entries.some(({ certain }) => certain)) return "yes";
  return entries.length > 0 ? "maybe" : "no";
}

/** Is the answer kept for more than no time? Fetch, "CORS-preflight fetch": a missing or malformed max-age is five seconds. */
function isCached(response: Response, profile: Profile): Tri {
  const values = getPossibilities(response, MAX_AGE);
  const [value] = values;
  if (values.length > 1 || (value !== undefined && value.kind !== "known")) return "maybe";
  return secondsFrom(value?.text, profile) > 0 ? "yes" : "no";
}

function secondsFrom(text: string | undefined, profile: Profile): number {
  if (text === undefined || text === "") return DEFAULT_SECONDS;
  if (/^[0-9]+$/u.test(text)) return Number(text);
  if (/^-[0-9]+$/u.test(text) && profile.departs("negative-max-age-means-no-caching")) return 0;
  return profile.departs("malformed-max-age-means-no-caching") ? 0 : DEFAULT_SECONDS;
}
