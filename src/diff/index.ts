export { type DiffOptions, type TemplatePair, diffTemplates } from "./diff.ts";
