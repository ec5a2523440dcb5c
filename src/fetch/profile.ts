/** A browser engine whose decisions were recorded. */
export type Engine = "chromium" | "firefox" | "webkit";

/**
 * Whose rules decide: the Fetch standard's, one engine's, or (`default`) all three: *blocked* where all three block, *allowed* where all
 * three allow.
 */
export type ProfileName = "standard" | Engine | "default";

export const ENGINES: readonly Engine[] = ["chromium", "firefox", "webkit"];

/** Where engines do something else than the standard says. */
export interface Departure {
  readonly engines: readonly Engine[];
  /** What they do, as a sentence that needs no subject but them. */
  readonly reason: string;
}

const table = {
  "authorization-covered-by-wildcard": {
    engines: ENGINES,
    reason: "let `Access-Control-Allow-Headers: *` cover Authorization where no credentials are included; Chromium and Firefox announce the end of it",
  },
  "extra-safelisted-request-header": {
    engines: ["chromium"],
    reason: "sends User-Agent, Intervention, `Save-Data: on` and the client hints (DPR, Width, Viewport-Width, Device-Memory, RTT, Downlink, ECT) without a preflight",
  },
  "repeated-request-headers-are-combined": {
    engines: ["chromium", "webkit"],
    reason: "combine a header that is appended twice before looking at its value; the standard looks at each entry alone",
  },
  "range-number-limit": {
    engines: ENGINES,
    reason: "send a preflight for a Range with a number beyond 64 bits; the standard knows no limit",
  },
  "range-signed-number-limit": {
    engines: ["chromium"],
    reason: "sends one even beyond 63 bits",
  },
  "lenient-range": {
    engines: ["webkit"],
    reason: "reads Range leniently: its unit in any case, numbers with a plus sign",
  },
  "strict-request-header-bytes": {
    engines: ["firefox"],
    reason: "sends a preflight for bytes from 0x80 in Accept and Content-Type, and for a comma in a parameter of Content-Type",
  },
  "upload-listener-without-body": {
    engines: ["chromium"],
    reason: "sends no preflight for an upload listener where there is no body to upload",
  },
  "empty-allow-credentials-line-ignored": {
    engines: ["firefox"],
    reason: "ignores an empty Access-Control-Allow-Credentials line beside another; the standard combines them to a value that is not `true`",
  },
  "negative-max-age-means-no-caching": {
    engines: ["chromium", "webkit"],
    reason: "do not cache a preflight whose Access-Control-Max-Age is negative; the standard takes the malformed value for 5 seconds",
  },
  "malformed-max-age-means-no-caching": {
    engines: ["firefox"],
    reason: "does not cache a preflight whose Access-Control-Max-Age is malformed; the standard takes 5 seconds",
  },
  "wildcard-not-cached": {
    engines: ["firefox"],
    reason: "does not cache what only `*` allowed",
  },
  "preflight-cache-not-cleared-on-failure": {
    engines: ["chromium", "webkit"],
    reason: "leave the preflight cache alone when the actual request fails",
  },
  "preflight-again-after-redirect": {
    engines: ["firefox"],
    reason: "preflights the next URL too, even for a plain GET, when a preflighted request is redirected",
  },
  "preflight-keeps-origin-after-redirect": {
    engines: ["firefox"],
    reason: "sends the page's origin, where the standard says null, with the preflight of a preflighted request that was redirected across origins",
  },
  "preflight-asks-for-dropped-headers": {
    engines: ["webkit"],
    reason: "still asks for headers that a redirect has dropped (Content-Type of a POST that became a GET, Authorization), and so sends a preflight that the standard does not",
  },
  "delete-across-origins-becomes-get": {
    engines: ["webkit"],
    reason: "turns a DELETE that is redirected to another origin into a GET, whatever the status (seen in WebKitGTK)",
  },
  "repeated-names-in-preflight": {
    engines: ["firefox"],
    reason: "repeats a name in Access-Control-Request-Headers when the header was appended twice",
  },
  "no-total-limit": {
    engines: ["firefox"],
    reason: "knows no limit for all safelisted request headers together; the standard's is 1024 bytes",
  },
} as const satisfies Readonly<Record<string, Departure>>;

export type DepartureId = keyof typeof table;

/** Every departure that is modelled, by name. docs/browsers.md shows this table. */
export const DEPARTURES: Readonly<Record<DepartureId, Departure>> = table;

/** One engine's (or the standard's) answers to "do you depart here?", and a memory of what was asked. */
export class Profile {
  readonly name: "standard" | Engine;
  readonly #met = new Set<DepartureId>();

  constructor(name: "standard" | Engine) {
    this.name = name;
  }

  /** Call only where the departure would change something, see {@link met}. */
  departs(id: DepartureId): boolean {
    this.#met.add(id);
    const engines: readonly string[] = DEPARTURES[id].engines;
    return engines.includes(this.name);
  }

  /** Departures that mattered so far. */
  get met(): ReadonlySet<DepartureId> {
    return this.#met;
  }

  /** Did anything matter in which the three engines are of two minds? */
  get enginesDiffer(): boolean {
    return [...this.#met].some((id) => DEPARTURES[id].engines.length < ENGINES.length);
  }
}
