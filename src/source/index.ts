export * from "./edit.ts";
export * from "./file.ts";
export * from "./node.ts";
export * from "./place.ts";
export * from "./value.ts";
