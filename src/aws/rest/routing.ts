/** What a path of a REST API is made of: `users`, `{id}`, `{proxy+}`, or `${…}` where the template does not tell. */
export type Segment = string;

/** A tree of path segments; each lookup costs the path's length, however many routes there are. */
export class RouteTree<Entry> {
  readonly #root = new TreeNode<Entry>();

  /** The entries of a path, by method. They may be added to. */
  at(segments: readonly Segment[]): Map<string, Entry> {
    return this.#node(segments).methods;
  }

  /** A path that a request could ask for and that leads to `segments`: literal neighbours are avoided. */
  examplePath(segments: readonly Segment[]): string {
    let node = this.#root;
    const path: string[] = [];
    for (const segment of segments) {
      if (isGreedy(segment)) path.push(node.variable === undefined ? node.example() : `${node.example()}/1`);
      else path.push(isVariable(segment) ? node.example() : segment);
      node = node.child(segment);
    }
    return `/${path.join("/")}`;
  }

  /**
   * The resources that serve a path, the most specific first: literal before `{id}` before `{proxy+}`, segment by segment. A greedy one
   * never serves its own parent (R7), a slash at the end is ignored (R9).
   */
  match(path: string): RouteMatch<Entry> {
    const segments = segmentsOf(path.replace(/[?#].*$/su, ""));
    const found: RouteCandidate<Entry>[] = [];
    const mayBeHidden = this.#collect(this.#root, segments, 0, found);
    return { candidates: found, mayBeHidden };
  }

  #collect(node: TreeNode<Entry>, segments: readonly string[], at: number, found: RouteCandidate<Entry>[]): boolean {
    const segment = segments[at];
    if (segment === undefined) {
      found.push({ methods: node.methods, isGreedy: false });
      return false;
    }
    if (at > MAX_DEPTH) return true;
    let mayBeHidden = false;
    const literal = node.literals.get(segment);
    if (literal) mayBeHidden = this.#collect(literal, segments, at + 1, found);
    else if (node.hasUnknownChild) mayBeHidden = true;
    if (node.variable) mayBeHidden = this.#collect(node.variable, segments, at + 1, found) || mayBeHidden;
    if (node.greedy) found.push({ methods: node.greedy.methods, isGreedy: true });
    return mayBeHidden;
  }

  #node(segments: readonly Segment[]): TreeNode<Entry> {
    let node = this.#root;
    for (const segment of segments) node = node.child(segment);
    return node;
  }
}

export interface RouteCandidate<Entry> {
  readonly methods: ReadonlyMap<string, Entry>;
  readonly isGreedy: boolean;
}

export interface RouteMatch<Entry> {
  readonly candidates: readonly RouteCandidate<Entry>[];
  /** A resource whose path is not known may serve it as well. */
  readonly mayBeHidden: boolean;
}

/** URLs are shorter; deeper paths are not followed. */
const MAX_DEPTH = 200;

class TreeNode<Entry> {
  readonly methods = new Map<string, Entry>();
  readonly literals = new Map<string, TreeNode<Entry>>();
  variable: TreeNode<Entry> | undefined;
  greedy: TreeNode<Entry> | undefined;
  hasUnknownChild = false;
  #example: string | undefined;

  child(segment: Segment): TreeNode<Entry> {
    if (isGreedy(segment)) return (this.greedy ??= new TreeNode());
    if (isVariable(segment)) return (this.variable ??= new TreeNode());
    const found = this.literals.get(segment);
    if (found) return found;
    if (segment.includes("${")) this.hasUnknownChild = true;
    const made = new TreeNode<Entry>();
    this.literals.set(segment, made);
    return made;
  }

  /** A segment that no literal child has. */
  example(): string {
    if (this.#example === undefined || this.literals.has(this.#example)) {
      let number = 1;
      while (this.literals.has(String(number))) number++;
      this.#example = String(number);
    }
    return this.#example;
  }
}

export function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function isGreedy(segment: Segment): boolean {
  return segment.startsWith("{") && segment.endsWith("+}");
}

function isVariable(segment: Segment): boolean {
  return segment.startsWith("{") && segment.endsWith("}");
}
