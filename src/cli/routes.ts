import { unseenResponses } from "../aws/handlers/unseen.ts";
import { engine } from "../linter/lint.ts";
import { parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import { configFor } from "./config.ts";
import { Given } from "./given.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { ROUTES_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import { type RouteRow, rowsOf } from "../report/route-rows.ts";
import { wholeTemplates } from "./stacks.ts";
import { apiViews, kindName } from "../report/views.ts";
import type { RouteTable } from "./routes-text.ts";
import type { Template } from "../template/types.ts";

/** `cors-lint routes FILE...`. */
export async function routes(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, ROUTES_OPTIONS);
  if (args.positionals.length === 0) throw new UsageError("routes needs a template: cors-lint routes template.yaml");
  const config = (await configFor(args, io))?.config;
  const given = await Given.from(args, io, config?.parameters);
  const { inputs, missing } = await inputsOf(args.positionals, io, args.text("stdin-filename"));
  const tables = new Map<string, RouteTable & { readonly scenarios: string[] }>();
  const rows: RouteRow[] = [];
  const problems = [...missing];
  const templates: Template[] = [];

  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers: args.has("no-handlers") });
    if (found.kind === "unreadable") problems.push(`cannot read ${input.name}: ${found.message}`);
    if (found.kind === "failed") throw found.error;
    if (found.kind === "template" && args.has("verbose")) for (const { text, place } of unseenResponses(found.template)) io.stderr(`cors-lint: ${place.file.name}:${place.range.start.line}: ${text}\n`);
    if (found.kind === "no-template" && args.has("verbose")) io.stderr(`cors-lint: skipped ${input.name}: ${found.reason}\n`);
    if (found.kind === "template") templates.push(found.template);
  }
  const views = (await wholeTemplates(templates)).flatMap((template) => [...apiViews(engine, template, config?.declarations)]);
  for (const { view, rows: ofApi } of views.map((each) => ({ view: each, rows: rowsOf(engine, each) }))) {
    rows.push(...ofApi);
    const { api } = view;
    if (ofApi.length === 0 && (api.kind === "distribution" || api.kind === "headers-policy")) continue;
    const title = `${api.name}, ${kindName(api)}${api.name === api.id ? "" : ` ${api.id}`} in ${api.place.file.name}`;
    const key = `${title}\n${JSON.stringify(ofApi.map((row) => ({ ...row, scenario: undefined })))}`;
    const table = tables.get(key) ?? { title, scenarios: [], rows: ofApi };
    table.scenarios.push(view.label);
    tables.set(key, table);
  }
  for (const problem of problems) io.stderr(`cors-lint: ${problem}\n`);

  if (args.text("format") === "json") deliver(`${JSON.stringify({ version: 1, routes: rows }, null, 2)}\n`, args.text("output"), io);
  else if (tables.size > 0) {
    const { routesText } = await import("./routes-text.ts");
    deliver(routesText([...tables.values()], wantsColor(args.text("color"), io), args.has("output") ? undefined : io.columns), args.text("output"), io);
  } else io.stderr(templates.length > 0 ? "cors-lint: there is no API in it\n" : "cors-lint: no CloudFormation, SAM or CDK template\n");
  if (problems.length > 0) return EXIT.usage;
  return templates.length > 0 ? EXIT.clean : EXIT.noTemplate;
}
