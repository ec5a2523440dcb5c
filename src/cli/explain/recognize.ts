import type { CorsError } from "../../fetch/types.ts";
import { type Meaning, MEANINGS } from "./meanings.ts";

/** A message that was pasted, understood as far as it goes. */
export interface Message {
  readonly meaning: Meaning;
  /** `unknown`: this browser words both alike. */
  readonly exchange: "preflight" | "response" | "unknown" | "none";
  /** Chromium's reasons that it can be. */
  readonly errors: readonly CorsError[];
  readonly url: string | undefined;
  readonly origin: string | undefined;
  readonly method: string | undefined;
  /** In lower case. */
  readonly header: string | undefined;
  readonly value: string | undefined;
  readonly status: number | undefined;
}

/** Longer texts are no message of a browser. */
const MAX_TEXT = 20_000;

/** The messages in a pasted text, each once. What only echoes another one counts where it is alone. */
export function messagesIn(text: string): readonly Message[] {
  const plain = normalized(text.slice(0, MAX_TEXT));
  const byName = MEANINGS.filter(({ errors }) => errors.some((error) => new RegExp(`\\b(?:Preflight)?${error}\\b`, "u").test(plain)));
  const worded = MEANINGS.filter((meaning) => wordingIn(meaning, plain) !== undefined);
  const found = worded.length > 0 ? worded : byName.slice(0, 1);
  const telling = found.filter((meaning) => !meaning.echo && !isRefined(meaning, found));
  return (telling.length > 0 ? telling : found.slice(0, 1)).map((meaning) => messageFrom(meaning, plain));
}

/** Firefox reports a redirect of a preflight and then that it did not succeed: one mistake. API Gateway wraps one refusal in another. */
function isRefined({ id }: Meaning, found: readonly Meaning[]): boolean {
  const has = (other: string): boolean => found.some((meaning) => meaning.id === other);
  return (id === "preflight-status" && has("preflight-redirect")) || (id === "mapping-expression" && has("mapping-parameter")) || (id === "sam-cors" && has("credentials-refused"));
}

/** Straight quotes and single spaces; what Markdown escapes is bare again. */
function normalized(text: string): string {
  return text.replace(/[‘’‚′`]/gu, "'").replace(/[“”„]/gu, '"').replaceAll("\\*", "*").replace(/\s+/gu, " ").trim();
}

function wordingIn({ wordings }: Meaning, text: string): RegExpExecArray | undefined {
  for (const wording of wordings) {
    const found = wording.exec(text);
    if (found) return found;
  }
  return undefined;
}

function messageFrom(meaning: Meaning, text: string): Message {
  const groups = wordingIn(meaning, text)?.groups ?? {};
  const exchange = exchangeOf(meaning, text);
  const chromium = /Access to \S+(?: \S+)? at '(?<url>[^']*)'(?: \(redirected from '(?<first>[^']*)'\))? from origin '(?<origin>[^']*)'/iu.exec(text)?.groups;
  const firefox = /remote resource at (?<url>\S+?)\.? \(?Reason/iu.exec(text)?.groups;
  const webkit = /cannot load (?<url>\S+?) due to/iu.exec(text)?.groups;
  const status = /(?:status code:?|status of|HTTP status) (?<status>\d{3})\b/iu.exec(text)?.groups?.["status"];
  return {
    meaning,
    exchange,
    errors: errorsOf(meaning, exchange),
    url: chromium?.["first"] ?? chromium?.["url"] ?? firefox?.["url"] ?? webkit?.["url"],
    origin: chromium?.["origin"] ?? groups["origin"],
    method: groups["method"],
    header: groups["header"]?.toLowerCase(),
    value: groups["value"],
    status: status === undefined ? undefined : Number(status),
  };
}

function exchangeOf({ where }: Meaning, text: string): Message["exchange"] {
  switch (where) {
    case "preflight":
      return "preflight";
    case "response":
      return "response";
    case "check":
      if (/Response to preflight request|\bPreflight(?=[A-Z])/u.test(text)) return "preflight";
      return /has been blocked by CORS policy/iu.test(text) ? "response" : "unknown";
    case "aws":
    case "deployment":
    case "page":
      return "none";
  }
}

const PREFLIGHT: Readonly<Partial<Record<CorsError, CorsError>>> = {
  WildcardOriginNotAllowed: "PreflightWildcardOriginNotAllowed",
  MissingAllowOriginHeader: "PreflightMissingAllowOriginHeader",
  MultipleAllowOriginValues: "PreflightMultipleAllowOriginValues",
  InvalidAllowOriginValue: "PreflightInvalidAllowOriginValue",
  AllowOriginMismatch: "PreflightAllowOriginMismatch",
  InvalidAllowCredentials: "PreflightInvalidAllowCredentials",
};

function errorsOf({ errors, where }: Meaning, exchange: Message["exchange"]): readonly CorsError[] {
  if (where !== "check") return errors;
  const ofPreflight = errors.flatMap((error) => PREFLIGHT[error] ?? []);
  if (exchange === "response") return errors;
  return exchange === "preflight" ? ofPreflight : [...errors, ...ofPreflight];
}
