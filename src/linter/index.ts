export { defineRule } from "./define-rule.ts";
export type * from "./types.ts";
