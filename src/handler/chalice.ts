import type { Machine } from "./machine.ts";
import { textOfVal, type Ext } from "./values.ts";

/** One route of a Chalice app: Chalice adds the headers where the route, or the whole app, has `cors`. */
export interface ChaliceRoute {
  readonly call: Ext;
  readonly cors: "yes" | "no" | "unknown";
}

export function chaliceRoutes(m: Machine): ChaliceRoute[] {
  const everywhere = m.extWrites.some((write) => write.name === "cors" && /^chalice#Chalice\(\)\.api$/u.test(write.target.path));
  return m.extCalls.filter((call) => /^chalice#(?:Chalice|Blueprint)\(\)\.(?:route|get|post|put|patch|delete)\(\)$/u.test(call.path) && call.of?.how === "get").map((call) => {
    const cors = call.keywords.get("cors");
    if (cors === undefined) return { call, cors: everywhere ? "yes" : "no" };
    if (cors.k === "prim") return { call, cors: cors.value ? "yes" : "no" };
    return { call, cors: cors.k === "ext" ? "yes" : textOfVal(cors).kind === "unknown" ? "unknown" : "yes" };
  });
}
