import { resolve } from "node:path";
import type { Api } from "../aws/model.ts";
import { CONFIG_NAMES } from "../config/config.ts";
import { engine } from "../linter/lint.ts";
import type { Place } from "../source/place.ts";
import { parseArguments } from "./arguments.ts";
import { projectConfigPath } from "./config.ts";
import { Given } from "./given.ts";
import { configText, type ApiSummary, type OriginGuess } from "./init-text.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { INIT_OPTIONS } from "./options.ts";
import { shownName } from "../source/project.ts";
import type { Template } from "../template/types.ts";
import { wholeTemplates } from "./stacks.ts";
import { apiViews, kindName } from "../report/views.ts";

const FILE = "cors-lint.config.yaml";

/**
 * `cors-lint init [PATH...]`: writes a first configuration into the working directory, from what the templates show, each entry with the
 * line that shows it. Never overwrites one.
 */
export async function init(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, INIT_OPTIONS);
  const files = io.fileSystem;
  const there = CONFIG_NAMES.find((name) => files.kind(resolve(files.cwd, name)) !== "missing");
  if (there !== undefined) throw new UsageError(`there is a ${there} already; it is not overwritten`);
  const above = projectConfigPath(files);
  if (above !== undefined) throw new UsageError(`${shownName(files, above)} holds for this folder already`);

  const given = await Given.from(args, io);
  const { inputs, missing, searched } = await inputsOf(args.positionals, io);
  for (const problem of missing) io.stderr(`cors-lint: ${problem}\n`);
  const summaries = new Map<string, ApiSummary>();
  const templates: Template[] = [];
  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), files);
    if (found.kind === "template") templates.push(found.template);
  }
  for (const { api, label } of (await wholeTemplates(templates)).flatMap((template) => [...apiViews(engine, template)])) {
    if (api.routes.length > 0) add(summaries, api, label);
  }
  if (missing.length > 0) return EXIT.usage;
  if (templates.length === 0) {
    io.stderr("cors-lint: no CloudFormation, SAM or CDK template: nothing to infer a configuration from\n");
    return searched ? EXIT.noTemplate : EXIT.clean;
  }
  const problem = files.writeAtomically(FILE, configText([...summaries.values()]));
  if (problem) throw new UsageError(`cannot write ${FILE}: ${problem.message}`);
  io.stdout(`Wrote ${FILE}: ${summaries.size} API${summaries.size === 1 ? "" : "s"} in ${templates.length} template${templates.length === 1 ? "" : "s"}. Read what it says of each before you rely on it.\n`);
  return EXIT.clean;
}

/** The same API in several scenarios is one entry; its pages are kept apart. */
function add(summaries: Map<string, ApiSummary>, api: Api, label: string): void {
  const { intent } = api;
  const [strongest] = intent.evidence;
  const summary = summaries.get(api.id) ?? {
    id: api.id,
    title: `${api.name === api.id ? "" : `${api.name}, `}${kindName(api)} (${whereIs(api.place)})`,
    clients: intent.kind,
    why: strongest && `${strongest.note} (${whereIs(strongest.place)})`,
    credentials: undefined,
    origins: [],
  };
  const credentials = api.settings.find(({ property, value, role }) => property === "allow-credentials" && role !== "error" && value.kind === "known" && value.text === "true");
  summaries.set(api.id, {
    ...summary,
    credentials: summary.credentials ?? (credentials && whereIs(credentials.place)),
    origins: [...summary.origins, ...originsOf(api, label)],
  });
}

/** The pages that the API allows: what it allows today is what its author meant, or nearly so. */
function originsOf(api: Api, label: string): readonly OriginGuess[] {
  const setting = api.settings.find(({ property, items }) => property === "allow-origin" && items.some(({ value }) => value.kind === "known" && /^https?:\/\/[^*]+$/u.test(value.text)));
  if (!setting) return [];
  const pages = new Set(api.routes.flatMap((route) => route.browserRequests.map(({ request }) => request.origin)));
  return [{ label, origins: [...pages].sort(), where: whereIs(setting.place) }];
}

function whereIs(place: Place): string {
  return `${place.file.name}:${place.range.start.line}`;
}
