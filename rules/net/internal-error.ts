/** The run itself reports it, for whatever of ours threw; here it has its place among the rules. */
export { internalError as default } from "../../src/linter/index.ts";
