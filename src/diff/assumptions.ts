import type { Api } from "../aws/index.ts";
import { assumptionsAt, spotOf } from "../linter/assumptions.ts";
import type { Finding } from "../linter/index.ts";
import type { Place } from "../source/index.ts";
import type { ApiPair } from "./pair-apis.ts";

/** The defaults of parameters that findings rest on, in either version. */
export class Assumptions {
  readonly #pair: ApiPair;
  readonly #api: { readonly before: Api; readonly after: Api };
  readonly #found: ReadonlyMap<Place, readonly string[]>;

  constructor(findings: readonly Finding[], before: Api, after: Api, pair: ApiPair) {
    this.#pair = pair;
    this.#api = { before, after };
    const places = findings.flatMap((finding) => this.#placesOf(finding));
    this.#found = new Map([...assumptionsAt(places, before.world, pair.before.members), ...assumptionsAt(places, after.world, pair.after.members)]);
  }

  of(finding: Finding): readonly string[] {
    return [...new Set(this.#placesOf(finding).flatMap((place) => this.#found.get(place) ?? []))];
  }

  /** A default that changes holds for new stacks only: an update of a stack keeps the values that it has. */
  isOfStacksThatAreNew(finding: Finding): boolean {
    const { before, after } = this.#pair;
    return this.of(finding).some((assumption) => {
      const name = assumption.slice(0, assumption.indexOf("="));
      const [old, now] = [before.template.parameters.get(name), after.template.parameters.get(name)];
      return old !== undefined && now !== undefined && old.value !== now.value;
    });
  }

  /** Of a list the items as well: they are what is put together from parameters. */
  #placesOf({ at, related }: Finding): readonly Place[] {
    const places = [at, ...related.map(({ place }) => place)];
    const spots = new Set(places.map(spotOf));
    const items = [this.#api.before, this.#api.after].flatMap(({ settings }) => settings.filter(({ place }) => spots.has(spotOf(place)))).flatMap((setting) => setting.items.map(({ place }) => place));
    return [...places, ...items];
  }
}
