import type { Node } from "../../source/index.ts";
import type { Made } from "./made.ts";

export interface PlanResources {
  readonly plan: Made;
  readonly key: Made;
  readonly join: Made;
}

/** What the APIs that share a usage plan have put together so far. */
export class SharedPlan {
  readonly apis = new Set<string>();
  readonly conditions = new Set<string>();
  hasUnconditional = false;
  deletionPolicy: Node | undefined;
  updateReplacePolicy: Node | undefined;
  made: PlanResources | undefined;
}
