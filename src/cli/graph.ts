import { engine } from "../linter/lint.ts";
import { graphOf } from "../report/graph.ts";
import type { Template } from "../template/types.ts";
import { parseArguments } from "./arguments.ts";
import { configFor } from "./config.ts";
import { Given } from "./given.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { GRAPH_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import { wholeTemplates } from "./stacks.ts";

/** `cors-lint graph FILE...`. */
export async function graph(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, GRAPH_OPTIONS);
  if (args.positionals.length === 0) throw new UsageError("graph needs a template: cors-lint graph template.yaml");
  const config = (await configFor(args, io))?.config;
  const given = await Given.from(args, io, config?.parameters);
  const { inputs, missing } = await inputsOf(args.positionals, io, args.text("stdin-filename"));
  const problems = [...missing];
  const templates: Template[] = [];
  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers: true });
    if (found.kind === "unreadable") problems.push(`cannot read ${input.name}: ${found.message}`);
    if (found.kind === "failed") throw found.error;
    if (found.kind === "no-template" && args.has("verbose")) io.stderr(`cors-lint: skipped ${input.name}: ${found.reason}\n`);
    if (found.kind === "template") templates.push(found.template);
  }
  for (const problem of problems) io.stderr(`cors-lint: ${problem}\n`);

  const graphs = (await wholeTemplates(templates)).map((template) => graphOf(engine, template, { all: args.has("all"), declarations: config?.declarations })).filter(({ nodes }) => nodes.length > 0);
  if (graphs.length > 0) await print(graphs, args, io);
  else io.stderr(templates.length > 0 ? "cors-lint: there is no API in it\n" : "cors-lint: no CloudFormation, SAM or CDK template\n");
  if (problems.length > 0) return EXIT.usage;
  return templates.length > 0 ? EXIT.clean : EXIT.noTemplate;
}

async function print(graphs: readonly ReturnType<typeof graphOf>[], args: ReturnType<typeof parseArguments<typeof GRAPH_OPTIONS>>, io: Io): Promise<void> {
  if (args.text("format") === "dot") {
    const { formatDot } = await import("../formatters/graph-dot.ts");
    deliver(formatDot(graphs), args.text("output"), io);
    return;
  }
  const { formatMermaid, MERMAID_MAX_EDGES } = await import("../formatters/graph-mermaid.ts");
  const edges = graphs.reduce((sum, one) => sum + one.edges.length, 0);
  if (edges > MERMAID_MAX_EDGES) io.stderr(`cors-lint: ${edges} arrows are more than Mermaid draws unless its maxEdges is raised; --format dot has no such limit\n`);
  deliver(formatMermaid(graphs), args.text("output"), io);
}
