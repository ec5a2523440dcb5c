import type { Api } from "../../src/aws/index.ts";
import type { Edit, Place } from "../../src/source/index.ts";

/** Each deployment in view has to wait for what is added to its API, or its snapshot may lack it. */
export function waitingFor({ deployment }: Pick<Api, "deployment">, ids: readonly string[]): readonly Edit[] {
  return deployment.snapshots.flatMap(({ place }) => waitsFor(place, ids));
}

/** `place`: `DependsOn` of a deployment, the deployment itself where it has none. */
export function waitsFor(place: Place, ids: readonly string[]): readonly Edit[] {
  if (place.segment !== "DependsOn") return [{ kind: "add-entry", place, key: "DependsOn", value: ids }];
  return ids.map((value) => ({ kind: "add-item", place, value }));
}
