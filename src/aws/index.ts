export { apisOf } from "./apis.ts";
export { handlersOf } from "./handlers/index.ts";
export type { DeclaredApi, Declarations } from "./declared.ts";
export type * from "./model.ts";
