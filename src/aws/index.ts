export { apisOf } from "./apis.ts";
export type * from "./model.ts";
