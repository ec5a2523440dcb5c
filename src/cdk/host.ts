/**
 * The little of aws-cdk-lib's interface that the plugin uses: `IPolicyValidationPlugin` and, with the same shapes, the older
 * `IPolicyValidationPluginBeta1`. Written down here, so that the package asks for no version of aws-cdk-lib; a test holds it against
 * theirs. Lists are not `readonly`, since theirs are not, and CDK moves acknowledged findings out of them.
 */
export interface ValidationContext {
  /** Absolute paths of the templates of all stacks, those of stages included. Nested stacks have none of their own here. */
  readonly templatePaths: string[];
  /** The app; versions of aws-cdk-lib before there was a stable interface do not hand it over. */
  readonly appConstruct?: object;
}

export interface ValidationReport {
  success: boolean;
  violations: Violation[];
  pluginVersion: string;
  metadata?: Readonly<Record<string, string>>;
}

export interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly fix: string;
  /** `error`: it stops the synthesis, unless it is acknowledged. */
  readonly severity: string;
  readonly ruleMetadata: Readonly<Record<string, string>>;
  violatingResources: ViolatingResource[];
}

export interface ViolatingResource {
  /** Empty where no resource is to blame: the older interface demands a text. */
  readonly resourceLogicalId: string;
  /** Absolute. */
  readonly templatePath: string;
  /** Paths within the resource: `Properties.CorsConfiguration.AllowOrigins.0`. */
  readonly locations: string[];
  /** Only where CDK cannot work it out from the logical id. */
  readonly constructPath?: string;
}
