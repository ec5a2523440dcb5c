export * from "./types.ts";
export { loadTemplate } from "./load.ts";
export type { LoadOptions } from "./load.ts";
export type { ReadProjectFile } from "./read-local.ts";
export { mayDefineApis } from "./sniff.ts";
