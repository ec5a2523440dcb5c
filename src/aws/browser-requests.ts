import { isForbiddenMethod, isMethod, type FetchRequest, type HeaderPair } from "../fetch/index.ts";
import { type Pattern, possibilities, urlFrom, type Value } from "../source/index.ts";
import type { BrowserRequest, CorsSetting, RequiredHeader } from "./model.ts";

/** The page that is assumed where nothing says which pages are meant. */
export const DEFAULT_ORIGIN = "https://app.example.com";

/** The API as pages address it. Any origin would do that no page has. */
export const TARGET = "https://api.example.net";

/** Origins that are tried for each route and method; more would show the same again. */
export const MAX_ORIGINS = 8;

/** Methods whose requests carry a body that pages nearly always write as JSON. */
const WITH_BODY: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);

/**
 * The origins that the author must have meant, as a browser serializes them: `https://App.example.com:443/` means
 * `https://app.example.com`. A text with unknown parts means some page that it could be; wildcards and unknown values say nothing about a
 * single page and are left out. Where nothing else is known the answer is {@link DEFAULT_ORIGIN}.
 */
export class IntendedOrigins {
  readonly #settings: readonly CorsSetting[];
  #named: readonly string[] | undefined;
  #ofErrors: readonly string[] | undefined;
  #alone: readonly string[] | undefined;

  /** Of an API with these settings. */
  constructor(settings: readonly CorsSetting[]) {
    this.#settings = settings;
  }

  /** By the settings alone. */
  get alone(): readonly string[] {
    return (this.#alone ??= this.#with([]));
  }

  /** By the settings and by what functions send. */
  and(sentByFunctions: readonly Value[]): readonly string[] {
    return sentByFunctions.length === 0 ? this.alone : this.#with(sentByFunctions);
  }

  #with(sent: readonly Value[]): readonly string[] {
    const origins = new Set((this.#named ??= this.#ofRole(false)));
    for (const value of sent) for (const origin of originsMeantBy(value)) origins.add(origin);
    // What error responses name counts where nothing else names a page: beside others it is they that are wrong.
    if (origins.size === 0) for (const origin of (this.#ofErrors ??= this.#ofRole(true))) origins.add(origin);
    return origins.size > 0 ? [...origins] : [DEFAULT_ORIGIN];
  }

  /** Each once: hundreds of routes name the same. */
  #ofRole(isForErrors: boolean): readonly string[] {
    const origins = new Set<string>();
    const texts = new Set<string>();
    for (const { property, role, items } of this.#settings) {
      if (property !== "allow-origin" || (role === "error") !== isForErrors) continue;
      for (const { value } of items) {
        if (value.kind === "known") {
          if (texts.has(value.text)) continue;
          texts.add(value.text);
        }
        for (const origin of originsMeantBy(value)) origins.add(origin);
      }
    }
    return [...origins];
  }
}

/** The origins that a text names, however it is written. */
export function originsMeantBy(value: Value): string[] {
  return possibilities(value).flatMap((possibility) => {
    switch (possibility.kind) {
      case "known":
        return possibility.text.slice(0, MAX_TEXT).split(/[\s,;]+/u).flatMap(originMeantBy);
      case "pattern":
        return filledIn(possibility.parts).slice(0, MAX_TEXT).split(/[\s,;]+/u).flatMap(originMeantBy);
      case "unknown":
        return [];
    }
  });
}

/** A page that the text could mean: `https://${Domain}/` could be `https://app.example.com/`. */
function filledIn(parts: Pattern["parts"]): string {
  return parts.map((part, index) => (typeof part === "string" ? part : typeof parts[index + 1] === "string" && /^[.-]/u.test(String(parts[index + 1])) ? "app" : "app.example.com")).join("");
}

/** Longer texts are no list of origins that a person wrote. */
const MAX_TEXT = 10_000;

function originMeantBy(written: string): readonly string[] {
  const text = written.replace(/^["'[\]]+|["'[\]]+$/gu, "");
  if (text === "" || text === "null" || text.includes("*") || text.includes("${")) return [];
  const url = parsedUrl(text);
  if (!url || url.host === "") return [];
  // Apps and extensions have origins like `capacitor://localhost`, which URL calls opaque.
  return [/^https?:$/u.test(url.protocol) ? url.origin : `${url.protocol}//${url.host.toLowerCase()}`];
}

function parsedUrl(text: string): URL | undefined {
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//iu.test(text);
  const isHost = /^(?:localhost|[a-z\d-]+(?:\.[a-z\d-]+)+)(?::\d+)?(?:\/|$)/iu.test(text);
  if (!hasScheme && !isHost) return undefined;
  const whole = hasScheme ? text : `${text.startsWith("localhost") ? "http" : "https"}://${text}`;
  return urlFrom(whole);
}

/** The methods that a CORS configuration names, but for OPTIONS, which no page sends. */
export function meantMethods(settings: readonly CorsSetting[]): readonly string[] {
  const items = settings.filter(({ property }) => property === "allow-methods").flatMap((setting) => setting.items);
  const names = items.flatMap(({ value }) => (value.kind === "known" ? [value.text.trim().toUpperCase()] : []));
  return [...new Set(names.filter((name) => /^[A-Z]+$/u.test(name) && name !== "OPTIONS" && name !== "ANY"))];
}

/** The API says that pages may send cookies. */
export function expectsCredentials(settings: readonly CorsSetting[]): boolean {
  return settings.some(({ property, value }) => property === "allow-credentials" && value.kind === "known" && value.text === "true");
}

export interface BrowserRequestInput {
  readonly methods: readonly string[];
  readonly examplePath: string;
  readonly requiredHeaders: readonly RequiredHeader[];
  /** Serialized origins of pages. */
  readonly origins: readonly string[];
  /** The API says that it expects credentials. */
  readonly credentials: boolean;
  /** At most so many origins are tried; {@link MAX_ORIGINS} unless a person named them. */
  readonly maxOrigins?: number;
  /** Headers that pages set without the gateway demanding them, in lower case. */
  readonly extraHeaders?: readonly string[];
}

/** What pages would send: see {@link BrowserRequest}. */
export function browserRequests(input: BrowserRequestInput): readonly BrowserRequest[] {
  const required = headerPairs([...input.requiredHeaders.map(({ name }) => name), ...(input.extraHeaders ?? [])]);
  const requests: BrowserRequest[] = [];
  for (const method of input.methods) {
    if (method === "OPTIONS" || !isMethod(method) || isForbiddenMethod(method)) continue;
    for (const origin of input.origins.slice(0, input.maxOrigins ?? MAX_ORIGINS)) {
      const request: FetchRequest = { origin, target: TARGET, method, path: input.examplePath, headers: required, credentials: "same-origin" };
      requests.push({ kind: "required", request });
      if (WITH_BODY.has(method) && !required.some(([name]) => name === "content-type")) {
        requests.push({ kind: "typical", request: { ...request, headers: [...required, ["content-type", "application/json"]] } });
      }
      if (input.credentials) requests.push({ kind: "credentialed", request: { ...request, credentials: "include" } });
    }
  }
  return requests;
}

function headerPairs(names: readonly string[]): readonly HeaderPair[] {
  const pairs = new Map<string, string>();
  for (const name of names) {
    if (HEADER_NAME.test(name)) pairs.set(name.toLowerCase(), exampleValue(name.toLowerCase()));
  }
  return [...pairs];
}

/** RFC 9110, section 5.6.2: a token. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/u;

function exampleValue(name: string): string {
  if (name === "authorization") return "Bearer token";
  return name === "content-type" ? "application/json" : "value";
}
