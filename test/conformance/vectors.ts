import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knownDifference } from "./known-differences.ts";
import { predictVector } from "./predict-vector.ts";
import type { Vector, VectorFile } from "./vector-schema.ts";

/** Whom a vector is replayed for. */
const VIEWS = ["standard", "chromium", "firefox", "webkit"] as const;
export type View = (typeof VIEWS)[number];

/** A field in which the prediction is not what was recorded. */
export interface Difference {
  readonly id: string;
  readonly clause: string;
  readonly view: View;
  readonly field: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const FIELDS = ["verdict", "preflightSent", "preflightRequestHeaders", "actualSent", "status", "type", "readableHeaders", "hops", "second"] as const;

/** Only Chromium's error codes were recorded; the standard has none. */
const CHROMIUM_FIELDS = [...FIELDS, "corsError", "corsErrorDetail"] as const;

/** Chromium names none for a list that cannot be parsed, and of several headers that are not listed any. */
function isComparable(field: string, expected: Readonly<Record<string, unknown>>): boolean {
  if (field !== "corsErrorDetail") return true;
  return expected[field] !== undefined && expected["corsError"] !== "HeaderDisallowedByPreflightResponse";
}

/** The vectors of a file, or of every `*.json` below a folder. */
export function readVectors(path: string): readonly Vector[] {
  const files = path.endsWith(".json") ? [path] : readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json")).sort().map((name) => join(path, name));
  return files.flatMap((file) => {
    // The schema is checked by use: a file of another shape has no `vectors`.
    const content = JSON.parse(readFileSync(file, "utf8")) as Partial<VectorFile>;
    return Array.isArray(content.vectors) ? content.vectors : [];
  });
}

/** Where the prediction departs from the recording, documented or not. */
export function differencesOf(vector: Vector): readonly Difference[] {
  return VIEWS.flatMap((view) => {
    const expected: Record<string, unknown> = { ...vector.observed, ...vector.differs?.[view] };
    const got: Record<string, unknown> = { ...predictVector(vector, view) };
    return (view === "chromium" ? CHROMIUM_FIELDS : FIELDS)
      .filter((field) => isComparable(field, expected) && canonical(expected[field]) !== canonical(got[field]))
      .map((field) => ({ id: vector.id, clause: vector.clause, view, field, expected: expected[field], got: got[field] }));
  });
}

/** The same text for the same data, whatever the order of keys; absent and `null` are one. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, data: unknown) =>
    typeof data === "object" && data !== null && !Array.isArray(data) ? Object.fromEntries(Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))) : data);
}

/**
 * Replays every vector of a folder against `predictFetch`: first by the standard, then by each engine's profile. Prints what differs,
 * and at last `N agree, M differ`.
 *
 * @returns the exit code: 1 where something differs that is not on the documented list.
 */
export function conformVectors(dir: string, out: (line: string) => void): number {
  const vectors = readVectors(dir);
  if (vectors.length === 0) {
    out(`no vectors in ${dir}`);
    out("0 agree, 0 differ");
    return 2;
  }
  let agree = 0;
  let differ = 0;
  let documented = 0;
  for (const vector of vectors) {
    const differences = differencesOf(vector);
    const surprising = differences.filter((difference) => knownDifference(vector, difference) === undefined);
    for (const difference of differences) out(lineFor(difference, knownDifference(vector, difference)));
    if (differences.length > 0 && surprising.length === 0) documented++;
    if (surprising.length > 0) differ++;
    else agree++;
  }
  if (documented > 0) out(`${documented} of those that agree differ for an engine in a documented way (docs/browsers.md)`);
  out(`${agree} agree, ${differ} differ`);
  return differ > 0 ? 1 : 0;
}

function lineFor({ id, clause, view, field, expected, got }: Difference, reason: string | undefined): string {
  const mark = reason === undefined ? "differs" : `documented (${reason})`;
  return `${id} ${clause} ${view} ${field}: expected ${canonical(expected)}, got ${canonical(got)} – ${mark}`;
}
