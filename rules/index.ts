import type { Rule } from "../src/linter/index.ts";
import internalError from "./net/internal-error.ts";
import parseError from "./net/parse-error.ts";
import requestBlocked from "./net/request-blocked.ts";
import samTransformError from "./net/sam-transform-error.ts";

/** Every rule, grouped as in the catalogue; the net comes last, as it speaks only where the others are silent. */
export const allRules: readonly Rule[] = [
  parseError,
  samTransformError,
  internalError,
  requestBlocked,
];
