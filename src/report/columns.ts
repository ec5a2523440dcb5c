import type { Circumstance, RouteCells } from "./types.ts";

/** The cells of one route, by {@link circumstanceKey}. */
export type CellsByCircumstance = ReadonlyMap<string, RouteCells>;

export function circumstanceKey({ origin, scenario }: Circumstance): string {
  return `${origin}\n${scenario}`;
}

/** Circumstances in which each route looks the same, together; those with the most that is blocked first, where they are not to be left as they are. */
export function columnsOf(circumstances: readonly Circumstance[], routes: readonly CellsByCircumstance[]): readonly (readonly Circumstance[])[] {
  const columns = new Map<string, Circumstance[]>();
  for (const circumstance of circumstances) {
    const key = circumstanceKey(circumstance);
    const look = JSON.stringify(routes.map((cells) => cells.get(key) ?? null));
    const column = columns.get(look);
    if (column) column.push(circumstance);
    else columns.set(look, [circumstance]);
  }
  return [...columns.values()];
}

/** How many calls of a column are blocked. */
export function blockedIn(column: readonly Circumstance[], routes: readonly CellsByCircumstance[]): number {
  const [first] = column;
  if (first === undefined) return 0;
  const key = circumstanceKey(first);
  return routes.filter((cells) => isBlocked(cells.get(key))).length;
}

function isBlocked(cells: RouteCells | undefined): boolean {
  return cells?.preflight.state === "blocked" || cells?.response.state === "blocked";
}
