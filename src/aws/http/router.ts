import type { RouteKey } from "./route-key.ts";

/** A route that may serve a path, in the order of preference. */
interface Match<Route> {
  readonly route: Route;
  readonly key: RouteKey;
  /** Sorted descending segment by segment: 2 literal, 1 variable, 0 greedy, -1 `$default`. */
  readonly rank: readonly number[];
  /** A greedy variable that nothing is left for: whether `/{proxy+}` matches `/` is not documented for HTTP APIs (2.2). */
  readonly isDoubtful: boolean;
}

interface Branch<Route> {
  readonly literals: Map<string, Branch<Route>>;
  variable: Branch<Route> | undefined;
  readonly ends: { route: Route; key: RouteKey }[];
  readonly greedy: { route: Route; key: RouteKey }[];
}

/**
 * Which route of an HTTP API serves a request (2.2): the one that matches the path most closely and has the method, `ANY` where no route of
 * the same path names the method, `$default` where nothing else matches.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class Router<Route> {
  readonly #root: Branch<Route> = emptyBranch();
  readonly #defaults: { route: Route; key: RouteKey }[] = [];

  add(key: RouteKey, route: Route): void {
    if (key.path === "$default") return void this.#defaults.push({ route, key });
    let branch = this.#root;
    for (const segment of segmentsOf(key.path)) {
      if (/^\{[^{}]*\+\}$/u.test(segment)) return void branch.greedy.push({ route, key });
      if (/^\{[^{}]*\}$/u.test(segment)) branch = branch.variable ??= emptyBranch();
      else {
        const next = branch.literals.get(segment) ?? emptyBranch();
        branch.literals.set(segment, next);
        branch = next;
      }
    }
    branch.ends.push({ route, key });
  }

  /** The routes that may serve the request; `undefined` among them: perhaps none does. More than one only where AWS does not say which. */
  resolve(method: string, path: string): readonly (Route | undefined)[] {
    const matches = this.#matches(path).filter(({ key }) => key.method === "ANY" || key.method === method);
    const found: (Route | undefined)[] = [];
    for (const [index, match] of matches.entries()) {
      found.push(match.route);
      if (match.isDoubtful) continue;
      // Documented is that an explicit route outranks `$default`, and `ANY` of the same path; of other paths it is not said.
      const rival = match.key.method === "ANY" && match.key.path !== "$default" ? matches.slice(index + 1).find(({ key }) => key.method === method) : undefined;
      if (rival) found.push(rival.route);
      return found;
    }
    return [...found, undefined];
  }

  /** Does any route but `$default` match the path, whatever the method? */
  hasPath(path: string): boolean {
    return this.#matches(path).some(({ key }) => key.path !== "$default");
  }

  #matches(path: string): readonly Match<Route>[] {
    const matches: Match<Route>[] = [];
    const segments = segmentsOf(path.split("?", 1)[0] ?? "/");
    let frontier: { branch: Branch<Route>; rank: number[] }[] = [{ branch: this.#root, rank: [] }];
    for (let depth = 0; depth <= segments.length; depth++) {
      const segment = segments[depth];
      const next: typeof frontier = [];
      for (const { branch, rank } of frontier) {
        for (const end of branch.greedy) matches.push({ ...end, rank: [...rank, 0], isDoubtful: segment === undefined || (segment === "" && depth === segments.length - 1) });
        if (segment === undefined) {
          for (const end of branch.ends) matches.push({ ...end, rank, isDoubtful: false });
          continue;
        }
        const literal = branch.literals.get(segment);
        if (literal) next.push({ branch: literal, rank: [...rank, 2] });
        if (branch.variable && segment !== "") next.push({ branch: branch.variable, rank: [...rank, 1] });
      }
      frontier = next.length > MAX_FRONTIER ? next.slice(0, MAX_FRONTIER) : next;
    }
    for (const end of this.#defaults) matches.push({ ...end, rank: [-1], isDoubtful: false });
    return matches.sort((a, b) => compareRanks(b.rank, a.rank) || Number(a.key.method === "ANY") - Number(b.key.method === "ANY"));
  }
}

/** Paths that fork at every segment would double the work each time; no API has so many readings of one path. */
const MAX_FRONTIER = 256;

function emptyBranch<Route>(): Branch<Route> {
  return { literals: new Map(), variable: undefined, ends: [], greedy: [] };
}

function segmentsOf(path: string): readonly string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 3) - (b[index] ?? 3);
    if (difference !== 0) return difference;
  }
  return 0;
}
