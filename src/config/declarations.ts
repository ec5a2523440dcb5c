import type { DeclaredApi, Declarations, Declaration } from "../aws/index.ts";
import type { Place } from "../source/index.ts";
import type { Block, OriginList } from "./config.ts";

interface NamedBlock {
  readonly block: Block;
  readonly place: Place;
}

/** What a configuration says of APIs: of a path first, then of the API by logical id or name, then of all. */
export class ConfigDeclarations implements Declarations {
  readonly #defaults: Block;
  readonly #byName = new Map<string, NamedBlock>();
  readonly #byPath: (NamedBlock & { readonly name: string; readonly matches: RegExp })[] = [];
  readonly #used = new Set<string>();
  readonly #seen = new Set<string>();

  constructor(defaults: Block, apis: ReadonlyMap<string, NamedBlock>) {
    this.#defaults = defaults;
    for (const [name, named] of apis) {
      if (name.startsWith("/")) this.#byPath.push({ ...named, name, matches: pathExpression(name) });
      else this.#byName.set(name, named);
    }
  }

  of(api: DeclaredApi, path?: string): Declaration | undefined {
    this.#seen.add(api.id);
    const blocks = [...(path === undefined ? [] : this.#forPath(path)), ...this.#forApi(api)];
    const nearest = <Part>(part: (block: Block) => Part | undefined): { readonly said: Part; readonly isDefault: boolean } | undefined => {
      for (const block of [...blocks, this.#defaults]) {
        const said = part(block);
        if (said !== undefined) return { said, isDefault: block === this.#defaults };
      }
      return undefined;
    };
    const clients = nearest((block) => block.clients);
    const origins = nearest(({ origins: lists }) => listFor(lists, api));
    return {
      clients: clients && { ...clients.said, isDefault: clients.isDefault },
      origins: origins && { values: origins.said.values, place: origins.said.place, isDefault: origins.isDefault },
      credentials: nearest((block) => block.credentials)?.said,
      requestHeaders: nearest((block) => block.requestHeaders)?.said,
    };
  }

  /** Names under `apis` that meant nothing that was looked at. */
  unused(): readonly { readonly name: string; readonly place: Place; readonly seen: readonly string[] }[] {
    const all = [...[...this.#byName].map(([name, { place }]) => ({ name, place })), ...this.#byPath.map(({ name, place }) => ({ name, place }))];
    return all.filter(({ name }) => !this.#used.has(name)).map((entry) => ({ ...entry, seen: [...this.#seen] }));
  }

  #forApi({ id, name }: DeclaredApi): readonly Block[] {
    return [...new Set([id, name])].flatMap((called) => {
      const found = this.#byName.get(called);
      if (found) this.#used.add(called);
      return found ? [found.block] : [];
    });
  }

  /** The longest pattern says most. */
  #forPath(path: string): readonly Block[] {
    const found = this.#byPath.filter(({ matches }) => matches.test(path)).sort((a, b) => b.name.length - a.name.length);
    for (const { name } of found) this.#used.add(name);
    return found.map(({ block }) => block);
  }
}

/** The list whose scenario holds and says most. */
function listFor(lists: readonly OriginList[], { scenario, parameters }: DeclaredApi): OriginList | undefined {
  const valueOf = (name: string): string | undefined => {
    const condition = scenario.conditions.get(name);
    return scenario.parameters.get(name) ?? (condition === undefined ? parameters.get(name)?.value : String(condition));
  };
  return lists.filter((list) => [...list.scenario].every(([name, value]) => valueOf(name) === value)).sort((a, b) => b.scenario.size - a.scenario.size)[0];
}

/** `*` is anything within a segment, `**` anything at all; everything else is itself. */
function pathExpression(pattern: string): RegExp {
  const source = pattern.split(/(\*+)/u).map((part) => (part === "**" ? ".*" : /^\*+$/u.test(part) ? "[^/]*" : part.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")));
  return new RegExp(`^${source.join("")}$`, "su");
}
