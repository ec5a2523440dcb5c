export { type TemplatePair, diffTemplates } from "./diff.ts";
