export { bucketOutlines } from "./outlines.ts";
