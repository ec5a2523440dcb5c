export { defineRule } from "./define-rule.ts";
export { type Doubt, blockedRoutesInDoubt, routeList, whereBrowsersCall } from "./intent.ts";
export { internalError } from "./internal-error.ts";
export { unusedSuppression } from "./unused-suppression.ts";
export { isAtLeast } from "./order.ts";
export type * from "./change.ts";
export type * from "./types.ts";
export { type OriginDefect, isWildcard, originDefect, placeWithin } from "./origins.ts";
