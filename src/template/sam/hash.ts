import { createHash } from "node:crypto";
import type { Node } from "../../source/index.ts";
import { MAX_DEPTH } from "./editable.ts";

/** The ten digits that SAM appends to logical ids: of a text its SHA-1, of anything else that of its compact JSON with sorted keys. */
export function shortHash(node: Node | string): string {
  const text = typeof node === "string" ? node : node.kind === "scalar" && typeof node.value === "string" ? node.value : sortedJson(node, 0);
  return text === "" ? "" : createHash("sha1").update(text).digest("hex").slice(0, 10);
}

function sortedJson(node: Node, depth: number): string {
  if (depth > MAX_DEPTH) return "null";
  switch (node.kind) {
    case "scalar":
      return asciiJson(node.value);
    case "list":
      return `[${node.items.map((item) => sortedJson(item, depth + 1)).join(",")}]`;
    case "map": {
      const entries = Array.from(node.entries()).sort((a, b) => (a.key < b.key ? -1 : 1));
      return `{${entries.map(({ key, value }) => `${asciiJson(key)}:${sortedJson(value, depth + 1)}`).join(",")}}`;
    }
  }
}

function asciiJson(value: unknown): string {
  // Names and paths, nearly always.
  if (typeof value === "string" && /^[\w ./:{}()$*'+-]*$/.test(value)) return `"${value}"`;
  return JSON.stringify(value).replace(/[^\u0000-\u007f]/gu, (letter) => Array.from({ length: letter.length }, (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, "0")}`).join(""));
}
