import type { Part, Range, SourceFile, Span } from "./file.ts";

/** A key of a map or an index of a list. */
export type PathSegment = string | number;

/**
 * A symbolic place in a document: a path, and which part is meant. Line and column are worked out only when someone looks
 * ({@link Place.range}). What SAM expansion, includes and intrinsic functions produce keeps the place it was written at.
 */
export class Place {
  readonly file: SourceFile;
  readonly part: Part;
  /** A part of a scalar's decoded text, in UTF-16 units. */
  readonly slice: Span | undefined;
  readonly parent: Place | undefined;
  /** The key or index under which it stands in its parent. */
  readonly segment: PathSegment | undefined;

  private constructor(file: SourceFile, parent: Place | undefined, segment: PathSegment | undefined, part: Part, slice?: Span) {
    this.file = file;
    this.parent = parent;
    this.segment = segment;
    this.part = part;
    this.slice = slice;
  }

  /** The whole document. */
  static root(file: SourceFile): Place {
    return new Place(file, undefined, undefined, "value");
  }

  /** A piece of a {@link import("./file.ts").plainTextFile}. */
  static ofSpan(file: SourceFile, { start, end }: Span): Place {
    return new Place(file, undefined, undefined, "value", { start, end });
  }

  /** The value under a key, or at an index. */
  child(segment: PathSegment): Place {
    return new Place(this.file, this, segment, "value");
  }

  /** The key of this entry. The root has none and returns itself. */
  get key(): Place {
    return this.parent === undefined ? this : new Place(this.file, this.parent, this.segment, "key");
  }

  /** Key and value together. */
  get entry(): Place {
    return this.parent === undefined ? this : new Place(this.file, this.parent, this.segment, "entry");
  }

  /** A part of the scalar's decoded text: `place.at(text.length - 1, text.length)` is its last character. */
  at(start: number, end: number): Place {
    return new Place(this.file, this.parent, this.segment, "value", { start, end });
  }

  get path(): readonly PathSegment[] {
    const path: PathSegment[] = [];
    for (let place: Place = this; place.parent !== undefined; place = place.parent) path.push(place.segment ?? "");
    return path.reverse();
  }

  /** Identifies the place within a run, whatever object stands for it. */
  get id(): string {
    const slice = this.slice ? `@${this.slice.start}-${this.slice.end}` : "";
    return `${this.file.name}#${JSON.stringify(this.path)}${this.part}${slice}`;
  }

  get range(): Range {
    return this.file.rangeOf(this);
  }
}
