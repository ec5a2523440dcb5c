export * from "./types.ts";
export { loadTemplate } from "./load.ts";
export type { LoadOptions, ReadProjectFile } from "./load.ts";
export { mayDefineApis } from "./sniff.ts";
