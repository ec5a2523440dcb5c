import type { Graph, GraphNode } from "../report/graph.ts";
import { printable } from "./printable.ts";

/** Edges that Mermaid draws unless it is told otherwise (`maxEdges`). */
export const MERMAID_MAX_EDGES = 500;

const SHAPES: Readonly<Record<GraphNode["kind"], readonly [string, string]>> = {
  api: ["[[", "]]"],
  route: ["[", "]"],
  target: ["([", "])"],
  authorizer: ["{{", "}}"],
  stage: ["(", ")"],
  resource: ["[/", "/]"],
};

/** Graphs as one flowchart of Mermaid, each in a box of its own where there are several. */
export function formatMermaid(graphs: readonly Graph[]): string {
  const lines = ["flowchart LR"];
  graphs.forEach((graph, index) => {
    const prefix = `g${index + 1}`;
    const ids = new Map(graph.nodes.map(({ key }, at) => [key, `${prefix}n${at + 1}`]));
    if (graphs.length > 1) lines.push(`  subgraph ${prefix}["${mermaidText(graph.title)}"]`);
    for (const node of graph.nodes) lines.push(`    ${ids.get(node.key)}${nodeText(node)}`);
    for (const { from, to, label, isReference } of graph.edges) {
      lines.push(`    ${ids.get(from)} ${isReference ? "-.->" : "-->"}${label === "" ? "" : `|"${mermaidText(label)}"|`} ${ids.get(to)}`);
    }
    if (graphs.length > 1) lines.push("  end");
  });
  return `${lines.join("\n")}\n`;
}

function nodeText({ kind, title, details }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  const isAboutStyle = [title, ...details].some((line) => STYLE.test(line));
  return `${open}"${[title, ...details].map((line) => mermaidText(line, isAboutStyle)).join("<br>")}"${close}`;
}

const STYLE = /style|classDef/iu;

/**
 * A text between double quotes. What could end it, begin an entity, a comment, a directive, HTML or Markdown is written as a character code
 * (https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters). Where `style` and a colon stand before a code, Mermaid would take
 * the code for a colour.
 */
function mermaidText(text: string, isAboutStyle: boolean = STYLE.test(text)): string {
  const coded = isAboutStyle ? /[^\p{L}\p{N} /._{}()=,$+'!?@-]/gu : /[^\p{L}\p{N} /._{}()=,$+'!?@:-]/gu;
  return printable(text).replace(coded, (character) => `#${character.codePointAt(0)};`);
}
