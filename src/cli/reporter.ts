import type { Declarations } from "../aws/declared.ts";
import { engine } from "../linter/lint.ts";
import type { RunReport, TemplateReport } from "../report/index.ts";
import type { Template } from "../template/types.ts";
import type { Output } from "./outputs.ts";

/** What shows the APIs of the templates of a run, for the formats that do. */
export interface Reporter {
  of(template: Template): TemplateReport;
  whole(templates: readonly TemplateReport[]): RunReport;
}

/** Loads what shows APIs only where one of the formats does. */
export async function reporterFor(outputs: readonly Output[], declarations: Declarations | undefined): Promise<Reporter | undefined> {
  if (outputs.every(({ format }) => format !== "html")) return undefined;
  const { reportFrom, Room, templateReport } = await import("../report/index.ts");
  const room = new Room();
  return { of: (template) => templateReport(engine, template, room, declarations), whole: reportFrom };
}
