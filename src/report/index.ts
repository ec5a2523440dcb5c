export { type TemplateReport, templateReport } from "./api-report.ts";
export { reportFrom } from "./report.ts";
export { Room } from "./room.ts";
export type * from "./types.ts";
