import type { Finding, RouteName, Suppressed } from "./types.ts";

/** A finding as a baseline remembers it: by what stays while lines move and messages are reworded. */
export interface BaselineEntry {
  readonly rule: string;
  /** The file, as the baseline calls it. */
  readonly file: string;
  /** JSON pointer of the place; `*` stands for an index of a list. */
  readonly path: string;
  /** What is written there, where that is short. */
  readonly text?: string | undefined;
  /** The routes that it speaks for: `POST /users`. */
  readonly routes?: readonly string[] | undefined;
}

/** What a baseline leaves, what it took away, and which of its entries took nothing away. */
export interface BaselineResult {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly stale: readonly BaselineEntry[];
}

/** More routes than this say no more about which finding it is. */
const MAX_ROUTES = 20;

const MAX_TEXT = 120;

/** `nameOf`: a file's name as findings have it → as the baseline has it. */
export function baselineEntry(finding: Finding, nameOf: (file: string) => string): BaselineEntry {
  const { at, routes, rule } = finding;
  return {
    rule,
    file: nameOf(at.file.name),
    path: at.path.map((segment) => `/${typeof segment === "number" ? "*" : segment.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    text: writtenAt(finding),
    routes: routes.length > 0 ? routes.slice(0, MAX_ROUTES).map(routeText) : undefined,
  };
}

/** Takes away one finding for each entry. Of two routes at the same place only the remembered one is taken. */
export function applyBaseline(findings: readonly Finding[], entries: readonly BaselineEntry[], nameOf: (file: string) => string): BaselineResult {
  const waiting = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const list = waiting.get(keyOf(entry));
    if (list) list.push(entry);
    else waiting.set(keyOf(entry), [entry]);
  }
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const entry = baselineEntry(finding, nameOf);
    const list = waiting.get(keyOf(entry)) ?? [];
    const index = list.findIndex((other) => shareRoute(entry, other));
    if (index < 0) kept.push(finding);
    else {
      list.splice(index, 1);
      suppressed.push({ finding, by: "baseline", reason: undefined });
    }
  }
  return { findings: kept, suppressed, stale: [...waiting.values()].flat() };
}

function keyOf({ rule, file, path, text }: BaselineEntry): string {
  return JSON.stringify([rule, file, path, text ?? null]);
}

/** A finding that meanwhile speaks for more routes, or for fewer, is the same one. */
function shareRoute({ routes = [] }: BaselineEntry, other: BaselineEntry): boolean {
  const remembered = new Set(other.routes);
  return routes.length === 0 ? remembered.size === 0 : routes.some((route) => remembered.has(route));
}

function routeText({ method, path }: RouteName): string {
  return `${method} ${path}`;
}

/** The value (or, where nothing but the text is known, the line) at the place; a whole block says nothing that the path does not say. */
function writtenAt({ at }: Finding): string | undefined {
  const { start, end } = at.range;
  const text = at.path.length === 0 ? at.file.line(start.line).trim() : start.line === end.line && at.part === "value" ? at.file.text.slice(start.offset, end.offset) : undefined;
  return text === undefined || text.length > MAX_TEXT ? undefined : text;
}
