import type { Graph, GraphNode } from "../report/graph.ts";
import { printable } from "./printable.ts";

const SHAPES: Readonly<Record<GraphNode["kind"], string>> = {
  api: 'shape=component, style=filled, fillcolor="#e6f0fb"',
  route: "shape=box",
  target: 'shape=box, style="rounded,filled", fillcolor="#e6f4ea"',
  authorizer: 'shape=hexagon, style=filled, fillcolor="#fdf1d3"',
  stage: "shape=box, style=rounded",
  resource: "shape=folder",
};

/** Graphs as one graph of Graphviz, each in a cluster of its own where there are several. */
export function formatDot(graphs: readonly Graph[]): string {
  const lines = ["digraph {", '  rankdir=LR;', '  node [fontname="sans-serif", fontsize=11];', '  edge [fontname="sans-serif", fontsize=9];'];
  graphs.forEach((graph, index) => {
    const prefix = `g${index + 1}`;
    const ids = new Map(graph.nodes.map(({ key }, at) => [key, `${prefix}n${at + 1}`]));
    if (graphs.length > 1) lines.push(`  subgraph cluster_${prefix} {`, `    label=${quoted([graph.title])};`);
    for (const { key, kind, title, details } of graph.nodes) lines.push(`    ${ids.get(key)} [label=${quoted([title, ...details])}, ${SHAPES[kind]}];`);
    for (const { from, to, label, isReference } of graph.edges) {
      const attributes = [...(label === "" ? [] : [`label=${quoted([label])}`]), ...(isReference ? ["style=dashed"] : [])];
      lines.push(`    ${ids.get(from)} -> ${ids.get(to)}${attributes.length > 0 ? ` [${attributes.join(", ")}]` : ""};`);
    }
    if (graphs.length > 1) lines.push("  }");
  });
  return `${[...lines, "}"].join("\n")}\n`;
}

/**
 * Lines as a quoted string: of a label Graphviz also reads backslashes, as line breaks or names (https://graphviz.org/docs/attr-types/escString/),
 * and HTML's entities (https://graphviz.org/doc/info/lang.html).
 */
function quoted(lines: readonly string[]): string {
  return `"${lines.map((line) => printable(line).replaceAll("&", "&amp;").replace(/[\\"]/gu, "\\$&")).join("\\n")}"`;
}
