/** The run itself reports it, as it alone knows what was suppressed; here it has its place among the rules. */
export { unusedSuppression as default } from "../../src/linter/index.ts";
