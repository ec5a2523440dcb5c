import { unseenResponses } from "../aws/handlers/unseen.ts";
import { engine } from "../linter/lint.ts";
import { type RouteRow, rowsOf } from "../report/route-rows.ts";
import { apiViews, kindName } from "../report/views.ts";
import type { Template } from "../template/types.ts";
import { parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { exitCodeFor, givenTemplates, sayNothingIsThere } from "./given-templates.ts";
import { type Io, UsageError } from "./io.ts";
import { ROUTES_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import type { RouteTable } from "./routes-text.ts";
import { wholeTemplates } from "./stacks.ts";

/** `cors-lint routes FILE...`. */
export async function routes(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, ROUTES_OPTIONS);
  if (args.positionals.length === 0) throw new UsageError("routes needs a template: cors-lint routes template.yaml");
  const given = await givenTemplates(args, io, args.has("no-handlers"), args.has("verbose") ? (template) => sayUnseen(template, io) : undefined);
  const tables = new Map<string, RouteTable & { readonly scenarios: string[] }>();
  const rows: RouteRow[] = [];

  for (const view of (await wholeTemplates(given.templates)).flatMap((template) => [...apiViews(engine, template, given.config?.declarations)])) {
    const ofApi = rowsOf(engine, view);
    rows.push(...ofApi);
    const { api } = view;
    if (ofApi.length === 0 && (api.kind === "distribution" || api.kind === "headers-policy")) continue;
    const title = `${api.name}, ${kindName(api)}${api.name === api.id ? "" : ` ${api.id}`} in ${api.place.file.name}`;
    const key = `${title}\n${JSON.stringify(ofApi.map((row) => ({ ...row, scenario: undefined })))}`;
    const table = tables.get(key) ?? { title, scenarios: [], rows: ofApi };
    table.scenarios.push(view.label);
    tables.set(key, table);
  }

  if (args.text("format") === "json") deliver(`${JSON.stringify({ version: 1, routes: rows }, null, 2)}\n`, args.text("output"), io);
  else if (tables.size > 0) {
    const { routesText } = await import("./routes-text.ts");
    deliver(routesText([...tables.values()], wantsColor(args.text("color"), io), args.has("output") ? undefined : io.columns), args.text("output"), io);
  } else sayNothingIsThere(given, io);
  return exitCodeFor(given);
}

function sayUnseen(template: Template, io: Pick<Io, "stderr">): void {
  for (const { text, place } of unseenResponses(template)) io.stderr(`cors-lint: ${place.file.name}:${place.range.start.line}: ${text}\n`);
}
