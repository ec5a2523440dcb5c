import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { analyzeHandler, handlerLanguage } from "../../src/handler/index.ts";
import { SourceFile } from "../../src/source/index.ts";

const folder = resolve(import.meta.dirname, "../../fixtures/handlers");
const MARK = /^\s*(?:\/\/|#)\s*\^ (?<verdict>yes|no|conditional|unknown)$/u;

interface Expectation {
  readonly line: number;
  readonly column: number;
  readonly verdict: string;
}

/** `//   ^ yes` says what is expected of the response in the line above; where its expression starts in column order. */
function expectations(text: string): Expectation[] {
  return text.split("\n").flatMap((line, index) => {
    const verdict = MARK.exec(line)?.groups?.["verdict"];
    return verdict === undefined ? [] : [{ line: index, column: line.indexOf("^") + 1, verdict }];
  });
}

describe("fixtures/handlers", () => {
  it.each(readdirSync(folder))("%s", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const language = handlerLanguage(name);
    expect(language).toBeDefined();
    if (language === undefined) return;
    const analysis = analyzeHandler({ file: name, text, language });
    const lines = new SourceFile(name, text, () => ({ span: () => ({ start: 0, end: 0 }), scalarSpan: () => undefined }));
    const found = analysis.responses.map((response) => ({ line: lines.position(response.site.start).line, verdict: response.allowOrigin }));
    expect(analysis.problem).toBeUndefined();
    expect(found).toEqual(expectations(text).map(({ line, verdict }) => ({ line, verdict })));
  });
});
