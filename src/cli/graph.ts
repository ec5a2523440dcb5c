import { engine } from "../linter/lint.ts";
import { graphOf } from "../report/graph.ts";
import { parseArguments } from "./arguments.ts";
import { exitCodeFor, givenTemplates, sayNothingIsThere } from "./given-templates.ts";
import { type Io, UsageError } from "./io.ts";
import { GRAPH_OPTIONS } from "./options.ts";
import { deliver } from "./output.ts";
import { wholeTemplates } from "./stacks.ts";

/** `cors-lint graph FILE...`. */
export async function graph(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, GRAPH_OPTIONS);
  if (args.positionals.length === 0) throw new UsageError("graph needs a template: cors-lint graph template.yaml");
  const given = await givenTemplates(args, io, true);

  const graphs = (await wholeTemplates(given.templates)).map((template) => graphOf(engine, template, { all: args.has("all"), declarations: given.config?.declarations })).filter(({ nodes }) => nodes.length > 0);
  if (graphs.length > 0) await print(graphs, args, io);
  else sayNothingIsThere(given, io);
  return exitCodeFor(given);
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
