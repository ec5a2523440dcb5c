import type { MapNode, Node } from "../source/index.ts";
import type { Parameter, Resource } from "./types.ts";

/** What every scenario of a template shares. */
export interface Facts {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly noEcho: ReadonlySet<string>;
  readonly mappings: MapNode | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, Resource>;
}
