import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launchChromium } from "./chromium.ts";
import { HOSTILE, pageOf, PROJECTS } from "./pages.ts";

/** The page as Chromium shows it. Where there is no Chromium these tests are skipped; CI installs it. */
const folder = mkdtempSync(join(tmpdir(), "cors-lint-report-"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const names = ["small", "forty-routes"] as const;

let browser: Browser | undefined;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  for (const name of names) writeFileSync(join(folder, `${name}.html`), await pageOf(PROJECTS[name]));
  writeFileSync(join(folder, "hostile.html"), await pageOf(HOSTILE));
  browser = await launchChromium();
}, 120_000);

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  /** What the console says, scripts that fail, and whatever is asked for but the page itself. */
  readonly incidents: readonly string[];
}

async function opened(name: string, options: BrowserContextOptions = {}, hash = ""): Promise<Opened> {
  if (browser === undefined) throw new Error("there is no browser");
  const page = await (await browser.newContext(options)).newPage();
  const incidents: string[] = [];
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on("console", (message) => incidents.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => incidents.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => incidents.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url) incidents.push(`request: ${request.url()}`);
  });
  await page.goto(`${url}${hash}`);
  return { page, incidents };
}

/** Texts, because the project's types know no document. */
const OPEN_ALL = 'for (const part of document.querySelectorAll("details")) part.open = true';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(chromiumPath === undefined)("the report in Chromium", () => {
  it.each(names)("of the %s project loads nothing and complains of nothing", async (name) => {
    const { page, incidents } = await opened(name);
    await page.locator("summary").first().click();
    expect(incidents).toEqual([]);
    expect(await page.title()).toMatch(/^cors-lint: \d+ errors/u);
  });

  it.each(names.flatMap((name) => (["light", "dark"] as const).map((colorScheme) => ({ name, colorScheme }))))("$name, $colorScheme: axe-core finds nothing", async ({ name, colorScheme }) => {
    const { page } = await opened(name, { colorScheme });
    // All routes are made alike, and axe-core takes a minute for forty of them, closed or open: a few are left.
    await page.evaluate('[...document.querySelectorAll("details.route")].slice(4).forEach((part) => part.remove())');
    await page.evaluate(OPEN_ALL);
    await page.evaluate(axe);
    const violations = await page.evaluate("axe.run().then(({ violations }) => violations)") as readonly Violation[]; // axe-core's documented result
    expect(violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual([]);
  }, 120_000);

  it("opens a route with the keyboard: Tab to it, then Enter or Space", async () => {
    const { page } = await opened("small");
    const isAtRoute = (): Promise<unknown> => page.evaluate('document.activeElement.matches("details.route > summary")');
    const isOpen = (): Promise<unknown> => page.evaluate('document.activeElement.closest("details").open');
    for (let presses = 0; presses < 60 && !(await isAtRoute()); presses++) await page.keyboard.press("Tab");
    expect(await isAtRoute()).toBe(true);
    expect(await isOpen()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await isOpen()).toBe(true);
    await page.keyboard.press("Space");
    expect(await isOpen()).toBe(false);
  });

  it("begins with a link that skips to the routes", async () => {
    const { page } = await opened("small");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the routes");
    expect(await page.locator(".skip").boundingBox()).toMatchObject({ x: expect.any(Number), y: 16 });
  });

  it.each([true, false])("leads from a cell to its exchange, with scripts: %s", async (javaScriptEnabled) => {
    const { page } = await opened("forty-routes", { javaScriptEnabled });
    const cell = page.locator("tr.v-blocked td.bad a").first();
    const target = (await cell.getAttribute("href"))?.slice(1);
    expect(await page.locator(`[id="${target}"] .seq`).isVisible()).toBe(false);
    await cell.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(`[id="${target}"] .seq`).isVisible()).toBe(true);
    await expect.poll(() => page.locator(`[id="${target}"] .end.bad`).isVisible()).toBe(true);
  });

  it("shows only what is blocked when asked to, without a script", async () => {
    const { page } = await opened("forty-routes", { javaScriptEnabled: false });
    const shown = (parts: string): Promise<unknown> => page.evaluate(`[...document.querySelectorAll("${parts}")].filter((part) => part.checkVisibility()).length`);
    expect(await shown(".matrix tbody tr")).toBe(40);
    await page.locator("#show-blocked").focus();
    await page.keyboard.press("Space");
    expect(await shown(".matrix tbody tr")).toBe(16);
    expect(await shown("details.route")).toBe(16);
  });

  it("prints every exchange, without a script", async () => {
    const { page } = await opened("small", { javaScriptEnabled: false });
    expect(await page.locator(".seq:visible").count()).toBe(0);
    await page.emulateMedia({ media: "print" });
    const heights = await page.evaluate('Array.from(document.querySelectorAll(".seq"), (part) => part.getBoundingClientRect().height)') as readonly number[]; // What the script returns.
    expect(heights.length).toBeGreaterThan(2);
    expect(Math.min(...heights)).toBeGreaterThan(100);
    expect(await page.evaluate('[...document.querySelectorAll(".seq li")].filter((part) => !part.checkVisibility()).length')).toBe(0);
    expect(await page.locator("nav").isVisible()).toBe(false);
  });

  it.each(names)("of the %s project fits a narrow window", async (name) => {
    const { page } = await opened(name, { viewport: { width: 320, height: 600 } });
    await page.evaluate(OPEN_ALL);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });

  it("runs and loads nothing that a template holds", async () => {
    const { page, incidents } = await opened("hostile");
    await page.evaluate(OPEN_ALL);
    expect(incidents).toEqual([]);
    expect(await page.title()).toMatch(/^cors-lint: /u);
    expect(await page.locator("script").count()).toBe(1);
    expect(await page.locator("style").count()).toBe(1);
    expect(await page.locator("img, svg, iframe, [onfocus], [onerror], [autofocus]").count()).toBe(0);
    expect(await page.locator("body").innerText()).toContain("<script>document.title='hacked'</script>");
  });
});
