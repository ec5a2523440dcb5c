import type { Node, Place } from "../source/index.ts";
import type { ReadProjectFile } from "../template/index.ts";
import type { Template } from "../template/types.ts";
import type { ProjectFiles } from "./project-files.ts";

/** A chain of includes longer than this is a circle. */
const MAX_CHAIN = 32;

/**
 * Remembers who asked for which file, so that a finding in an included file can be shown where the linted file refers to it: ESLint shows
 * findings in the linted file only.
 */
export class IncludeSites {
  readonly #asked = new Map<string, { readonly from: string; readonly reference: string }>();
  readonly #files: ProjectFiles;

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  readonly read: ReadProjectFile = (from, reference) => {
    const found = this.#files.read(from, reference);
    if ("name" in found && !this.#asked.has(found.name)) this.#asked.set(found.name, { from, reference });
    return found;
  };

  /** Where the template itself names the file, or the file that includes it. */
  siteOf(file: string, template: Template): Place | undefined {
    let asked = this.#asked.get(file);
    for (let links = 0; asked !== undefined && asked.from !== template.name && links < MAX_CHAIN; links++) asked = this.#asked.get(asked.from);
    return asked && placeOfText(template.written, asked.reference);
  }
}

/** Aliases of YAML can spell out more nodes than anyone can visit. */
const MAX_NODES = 200_000;

/** The first scalar that says so. */
function placeOfText(root: Node, text: string): Place | undefined {
  const pending: Node[] = [root];
  for (let node = pending.pop(), visited = 0; node !== undefined && visited < MAX_NODES; node = pending.pop(), visited++) {
    switch (node.kind) {
      case "scalar":
        if (node.text.includes(text)) return node.place;
        break;
      case "list":
        pending.push(...node.items.toReversed());
        break;
      case "map":
        pending.push(...[...node.entries()].map(({ value }) => value).toReversed());
    }
  }
  return undefined;
}
