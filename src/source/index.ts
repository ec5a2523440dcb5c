export * from "./edit.ts";
export * from "./file.ts";
export * from "./node.ts";
export * from "./place.ts";
export type { DocumentIssue, Repair } from "./raw.ts";
export * from "./read.ts";
export * from "./value.ts";
export type { DuplicateKey, TagReader } from "./yaml-document.ts";
