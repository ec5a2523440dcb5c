import type { RouteReport } from "./types.ts";

/** Routes in the order in which they matter to who reads a report. */
export type Rank = "blocked" | "cannot-tell" | "allowed" | "idle";

export const RANKS: readonly Rank[] = ["blocked", "cannot-tell", "allowed", "idle"];

/** What services call, and what no page calls, comes last. */
export function rankOf({ verdict, intent }: Pick<RouteReport, "verdict" | "intent">): Rank {
  return verdict === "none" || intent === "service" ? "idle" : verdict;
}

/** Rows of all matrices. */
export const MAX_ROUTES = 500;

/** Columns of one matrix: more cannot be compared, nor do they fit on a screen. */
export const MAX_COLUMNS = 6;

/** Exchanges of one route. */
export const MAX_EXCHANGES = 12;

/** Exchanges of a whole report. One takes about 6 kB of a page. */
const EXCHANGES: Readonly<Record<Rank, number>> = { blocked: 300, "cannot-tell": 150, allowed: 150, idle: 50 };

/** How many exchanges there is still room for, among all templates of a run. */
export class Room {
  readonly #left = { ...EXCHANGES };

  /** So many of the wanted ones; they are taken. */
  take(rank: Rank, wanted: number): number {
    const granted = Math.min(wanted, this.#left[rank]);
    this.#left[rank] -= granted;
    return granted;
  }

  hasSome(rank: Rank): boolean {
    return this.#left[rank] > 0;
  }
}
