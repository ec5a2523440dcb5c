import type { ApiOutline, AwsCause } from "../aws/index.ts";
import type { Blocked, FetchRequest, PredictOptions, Server, Verdict } from "../fetch/index.ts";
import type { Template } from "../template/index.ts";

/** The questions the run asks of the parts below it. Tests hand in their own answers. */
export interface Engine {
  /** The APIs that a template defines or adds routes to. */
  apisOf(template: Template): readonly ApiOutline[];
  /** What a browser decides about a request to a server. */
  predictFetch(server: Server<AwsCause>, request: FetchRequest, options?: Pick<PredictOptions, "trace">): Verdict<AwsCause>;
  /** What would block it next, once this is mended. */
  laterRefusals(server: Server<AwsCause>, request: FetchRequest, first: Blocked<AwsCause>, options?: Pick<PredictOptions, "trace">): readonly Blocked<AwsCause>[];
}
