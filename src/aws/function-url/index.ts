export * from "./outlines.ts";
