import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KNOWN_DIFFERENCES, knownDifference } from "../conformance/known-differences.ts";
import { conformVectors, differencesOf, readVectors } from "../conformance/vectors.ts";

const sample = join(import.meta.dirname, "../../fixtures/vectors");
const full = process.env["CORS_LINT_VECTORS"];

function surprises(dir: string): readonly string[] {
  return readVectors(dir).flatMap((vector) =>
    differencesOf(vector)
      .filter((difference) => knownDifference(vector, difference) === undefined)
      .map(({ id, view, field, expected, got }) => `${id} ${view} ${field}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`));
}

describe("recorded decisions of browsers", () => {
  const files = readdirSync(sample).filter((name) => name.endsWith(".json"));

  it.each(files)("%s: the standard and each engine's profile decide as recorded", (name) => {
    expect(surprises(join(sample, name))).toEqual([]);
  });

  it("prints what differs, and exits 1, where a recording says otherwise", () => {
    const [vector] = readVectors(join(sample, "vary.json"));
    expect(vector).toBeDefined();
    const dir = mkdtempSync(join(tmpdir(), "cors-lint-vectors-"));
    writeFileSync(join(dir, "false.json"), JSON.stringify({ vectors: [{ ...vector, observed: { ...vector?.observed, verdict: "blocked" } }] }));
    const lines: string[] = [];
    expect(conformVectors(dir, (line) => lines.push(line))).toBe(1);
    rmSync(dir, { recursive: true });
    expect(lines[0]).toContain(`${vector?.id} ${vector?.clause} standard verdict: expected "blocked", got "allowed"`);
    expect(lines.at(-1)).toBe("0 agree, 1 differ");
  });

  it("ends its report with one line of counts, and exits 0 where all agree", () => {
    const lines: string[] = [];
    expect(conformVectors(sample, (line) => lines.push(line))).toBe(0);
    expect(lines.at(-1)).toBe(`${readVectors(sample).length} agree, 0 differ`);
  });

  it("lists each documented difference once", () => {
    const ids = KNOWN_DIFFERENCES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.skipIf(full === undefined)("CORS_LINT_VECTORS: every vector of that folder", () => {
    expect(surprises(full ?? "")).toEqual([]);
  });
});
