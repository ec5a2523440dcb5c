export { restApiOutlines } from "./outlines.ts";
