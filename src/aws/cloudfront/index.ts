export { headersPolicyOutlines } from "./headers-policy.ts";
export { distributionOutlines } from "./outlines.ts";
