import { known, knownText, unknown } from "../source/index.ts";
import type { Entry, Node, Place, Value } from "../source/index.ts";
import type { Evaluator } from "./evaluate.ts";
import { intrinsicOf, unexpandedEntry } from "./intrinsics.ts";
import { soleMention, walkChosen } from "./mentions.ts";
import { ABSENT, textOfSeen } from "./seen.ts";
import type { Seen } from "./seen.ts";
import type { View, WorldResource } from "./types.ts";

/** What views need of their world. */
export interface Sight {
  readonly evaluator: Evaluator;
  readonly resources: ReadonlyMap<string, WorldResource>;
  /** Parameters that a condition rests on. */
  conditionParameters(name: string): readonly string[];
}

/**
 * A node under a choice; what it is, is worked out when it is first asked for. Its fields are private to TypeScript alone: there are views by
 * the ten thousand, and V8 defines `#` fields one by one.
 */
export class SeenView implements View {
  private readonly sight: Sight;
  private readonly written: Node | undefined;
  private readonly around: Place;
  private seen: Seen | undefined;
  private unexpanded: { readonly entry: Entry | undefined } | undefined;
  private assumed: readonly string[] | undefined;
  private absent: View | undefined;

  /** `around` is the nearest ancestor that is there. */
  constructor(sight: Sight, written: Node | undefined, around: Place, seen?: Seen) {
    this.sight = sight;
    this.written = written;
    this.around = around;
    this.seen = written === undefined ? (seen ?? ABSENT) : seen;
  }

  private get is(): Seen {
    return (this.seen ??= this.written === undefined ? ABSENT : this.sight.evaluator.see(this.written));
  }

  get kind(): View["kind"] {
    return this.is.kind;
  }

  get place(): Place {
    const seen = this.is;
    return seen.kind === "absent" ? this.around : (seen.node?.place ?? this.around);
  }

  get node(): Node | undefined {
    const seen = this.is;
    return seen.kind === "absent" ? undefined : seen.node;
  }

  get reason(): string | undefined {
    const seen = this.is;
    return seen.kind === "opaque" ? seen.reason : undefined;
  }

  get(key: string): View {
    const seen = this.is;
    if (seen.kind === "opaque") return this.opaqueChild(seen.node, seen.reason);
    if (seen.kind !== "map") return this.nothing();
    const value = seen.node.get(key);
    if (value !== undefined) return new SeenView(this.sight, value, seen.node.place);
    // What a macro or an include adds here is not in view, so nothing of it is known to be absent.
    this.unexpanded ??= { entry: unexpandedEntry(seen.node) };
    const unexpanded = this.unexpanded.entry;
    return unexpanded === undefined ? this.nothing() : this.opaqueChild(unexpanded.value, "what a macro or an include adds here");
  }

  has(key: string): boolean {
    const { kind } = this.get(key);
    return kind !== "absent" && (kind !== "opaque" || this.holds(key));
  }

  private holds(key: string): boolean {
    const seen = this.is;
    return seen.kind === "map" && seen.node.has(key);
  }

  entries(): readonly { readonly key: string; readonly keyPlace: Place; readonly value: View }[] {
    const seen = this.is;
    if (seen.kind !== "map") return [];
    return Array.from(seen.node.entries(), ({ key, keyPlace, value }) => ({ key, keyPlace, value: this.child(value) })).filter(({ value }) => value.kind !== "absent");
  }

  items(): readonly View[] {
    const seen = this.is;
    if (seen.kind !== "list") return [];
    return seen.items
      .map(({ node, text }) => (text === undefined ? this.child(node) : new SeenView(this.sight, node, node.place, { kind: "scalar", node, value: text })))
      .filter((view) => view.kind !== "absent");
  }

  text(): Value {
    return textOfSeen(this.is);
  }

  known(): string | undefined {
    return knownText(this.text());
  }

  boolean(): boolean | undefined {
    const text = this.known()?.toLowerCase();
    return text === "true" ? true : text === "false" ? false : undefined;
  }

  number(): number | undefined {
    const text = this.known()?.trim();
    if (text === undefined || text === "") return undefined;
    const number = Number(text);
    return Number.isFinite(number) ? number : undefined;
  }

  reference(): { readonly id: string; readonly attribute: string | undefined; readonly resource: WorldResource | undefined } | undefined {
    // Most are written as what they are; what they stand for need not be worked out.
    const name = this.seen === undefined && this.written !== undefined ? intrinsicOf(this.written)?.name : undefined;
    const node = name === "Ref" || name === "Fn::GetAtt" ? this.written : this.node;
    const mention = node === undefined ? undefined : soleMention(node);
    if (mention === undefined || mention.id.startsWith("AWS::")) return undefined;
    return { id: mention.id, attribute: mention.attribute, resource: this.sight.resources.get(mention.id) };
  }

  mentions(): readonly { readonly id: string; readonly attribute: string | undefined }[] {
    const found = new Map<string, { id: string; attribute: string | undefined }>();
    if (this.written === undefined) return [];
    walkChosen(this.written, this.sight.evaluator, {
      mention: ({ id, attribute }) => {
        if (this.sight.evaluator.facts.resources.has(id)) found.set(`${id}.${attribute ?? ""}`, { id, attribute });
      },
    });
    return [...found.values()];
  }

  get assumes(): readonly string[] {
    return (this.assumed ??= this.parametersBehind());
  }

  private parametersBehind(): readonly string[] {
    const names = new Set<string>();
    if (this.written === undefined) return [];
    walkChosen(this.written, this.sight.evaluator, {
      mention: ({ id }) => {
        if (this.sight.evaluator.facts.parameters.has(id)) names.add(id);
      },
      condition: (name) => {
        for (const parameter of this.sight.conditionParameters(name)) names.add(parameter);
      },
    });
    return [...names];
  }

  private child(node: Node): View {
    return new SeenView(this.sight, node, this.place);
  }

  /** What stands under each key that is not there. */
  private nothing(): View {
    return (this.absent ??= new SeenView(this.sight, undefined, this.place));
  }

  private opaqueChild(node: Node, reason: string): View {
    return new SeenView(this.sight, undefined, this.place, { kind: "opaque", node, reason, value: unknown(reason) });
  }
}

/** A text that is no node of the document. */
export function textView(sight: Sight, node: Node, text: string): View {
  return new SeenView(sight, node, node.place, { kind: "scalar", node, value: known(text) });
}
