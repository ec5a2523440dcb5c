import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "./chromium.ts";
import { pageOf, PROJECTS } from "./pages.ts";

/** Makes the pictures of docs/report.md anew: `node dist/test/report/screenshots.js`, from the root of the project. */
const SHOTS = [
  { name: "report-small", project: "small", height: 940, colorScheme: "light", open: undefined },
  { name: "report-exchange", project: "small", height: 900, colorScheme: "light", open: "r1e1" },
  { name: "report-exchange-dark", project: "small", height: 900, colorScheme: "dark", open: "r1e1" },
  { name: "report-forty-routes", project: "forty-routes", height: 1200, colorScheme: "light", open: undefined },
] as const;

const folder = mkdtempSync(join(tmpdir(), "cors-lint-screenshots-"));
const images = join("docs", "images");
mkdirSync(images, { recursive: true });
const browser = await launchChromium();
try {
  for (const { name, project, height, colorScheme, open } of SHOTS) {
    const file = join(folder, `${project}.html`);
    writeFileSync(file, await pageOf(PROJECTS[project]));
    const page = await browser.newPage({ viewport: { width: 1160, height }, colorScheme });
    await page.goto(`${pathToFileURL(file).href}${open === undefined ? "" : `#${open}`}`);
    const path = join(images, `${name}.png`);
    if (open === undefined) await page.screenshot({ path });
    else await page.locator(`[id="${open}"]`).locator("xpath=..").screenshot({ path });
    process.stdout.write(`${path}: ${Math.ceil(statSync(path).size / 1000)} kB\n`);
    await page.close();
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
