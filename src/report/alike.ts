import { Place } from "../source/index.ts";
import type { Circumstance } from "./types.ts";

/** Things that are the same in several circumstances, each once. */
export interface Alike<Thing extends { readonly circumstances: readonly Circumstance[] }> {
  /** `name`: what the API is called there. */
  add(thing: Thing, circumstance: Circumstance, name: string): void;
  all(): readonly Thing[];
}

/** Two things are alike that read the same but for the names of the origin and of the API, which often names the stage. */
export function alike<Thing extends { readonly circumstances: readonly Circumstance[] }>(): Alike<Thing> {
  const found = new Map<string, { readonly thing: Thing; readonly circumstances: Circumstance[] }>();
  return {
    add(thing, circumstance, name) {
      const look = JSON.stringify({ ...thing, circumstances: [] }, (_key, value: unknown) => (value instanceof Place ? value.id : value)).replaceAll(circumstance.origin, "\u0000").replaceAll(name, "\u0001");
      const same = found.get(look);
      if (same) same.circumstances.push(circumstance);
      else found.set(look, { thing, circumstances: [circumstance] });
    },
    all: () => Array.from(found.values(), ({ thing, circumstances }) => ({ ...thing, circumstances })),
  };
}
