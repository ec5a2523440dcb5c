import { createRequire } from "node:module";
import type { TemplateEngine } from "./template-engine.ts";

let engine: TemplateEngine | undefined;

/** Called by the engine's own module when it is loaded. */
export function provideTemplateEngine(made: TemplateEngine): void {
  engine = made;
}

/**
 * Everything that reads templates, loaded by the first file that may be one: a run over JavaScript never pays for it. ESLint's rules
 * cannot wait for an `import()`, so it is `require` that loads the built module, which then hands itself over. Tests that run the sources
 * import the engine beforehand.
 */
export function templateEngine(): TemplateEngine {
  if (engine === undefined) createRequire(import.meta.url)("./template-engine.js");
  if (engine === undefined) throw new TypeError("the template engine did not hand itself over");
  return engine;
}
