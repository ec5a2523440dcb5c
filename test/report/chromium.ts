import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where this machine has Chromium, as Debian's package puts it; `undefined`: it has none. */
export const chromiumPath = PATHS.find((path) => existsSync(path));

/** Chromium without anything that it does on its own account. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(`there is no Chromium in ${PATHS.join(", ")}`);
  return await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
