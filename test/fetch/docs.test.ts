import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEPARTURES, type Engine } from "../../src/fetch/index.ts";
import { KNOWN_DIFFERENCES } from "../conformance/known-differences.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/browsers.md"), "utf8");
const NAMES: Readonly<Record<Engine, string>> = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };

describe("docs/browsers.md", () => {
  it("shows the departures as they are", () => {
    const rows = Object.entries(DEPARTURES).map(([id, { engines, reason }]) =>
      `| \`${id}\` | ${engines.map((engine) => NAMES[engine]).join(", ")} | ${reason.charAt(0).toUpperCase()}${reason.slice(1)}. |`);
    const table = page.slice(page.indexOf("| departure |")).split("\n\n")[0] ?? "";
    expect(table.split("\n").slice(2)).toEqual(rows);
  });

  it("names each known difference", () => {
    for (const { id } of KNOWN_DIFFERENCES) expect(page).toContain(`\`${id}\``);
    expect(page.includes("\nNone. ")).toBe(KNOWN_DIFFERENCES.length === 0);
  });
});
