import { createRequire } from "node:module";
import { ownVersion } from "../linter/own-version.ts";
import type { ValidationContext, ValidationReport } from "./host.ts";
import type { CorsLintPluginOptions } from "./options.ts";

export type { ValidationContext, ValidationReport, ViolatingResource, Violation } from "./host.ts";
export type { CorsLintPluginOptions } from "./options.ts";

/**
 * cors-lint at `cdk synth`: a plugin of both interfaces of aws-cdk-lib for the validation of templates.
 *
 * ```ts
 * import { App, Validations } from "aws-cdk-lib";
 * import { CorsLintPlugin } from "cors-lint/cdk";
 *
 * const app = new App();
 * Validations.of(app).addPlugins(new CorsLintPlugin());
 * ```
 */
export class CorsLintPlugin {
  /** The namespace of its rules, too: `cors-lint::missing-options-method` is what one acknowledges. */
  readonly name = "cors-lint";
  readonly #options: CorsLintPluginOptions;

  constructor(options: CorsLintPluginOptions = {}) {
    this.#options = options;
  }

  get version(): string {
    return ownVersion();
  }

  /**
   * What cors-lint finds in the templates. Throws where the configuration has mistakes, and where cors-lint itself fails: CDK then says so
   * and stops, since a synthesis that was not checked is none that passed.
   */
  validate(context: ValidationContext): ValidationReport {
    return engine().reportOn(context, this.#options);
  }
}

/**
 * Everything else, loaded by the first synthesis as the one file that `npm run build` makes of it. CDK does not wait for an `import()`,
 * so it is `require`.
 */
function engine(): typeof import("./engine.ts") {
  // `require` is untyped; what it finds is the bundle of this very module.
  return createRequire(import.meta.url)("../../bin/cdk.cjs") as typeof import("./engine.ts");
}
