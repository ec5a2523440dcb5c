import type { Route } from "../../src/aws/index.ts";
import { routesAt } from "./affected.ts";

/** Would browsers send what they ask for, if an OPTIONS method answered with this list in this header? Of other headers nothing is asked. */
export function holdsWhatIsAsked(answering: Route, header: string, list: string): boolean {
  const listed = new Set(list.split(",").map((item) => item.trim().toLowerCase()));
  const requests = routesAt(answering.api, answering.path).flatMap((route) => (route.isOptions || route.intent.kind === "service" ? [] : route.browserRequests));
  switch (header.toLowerCase()) {
    case "access-control-allow-headers":
      return requests.every(({ request }) => request.headers.every(([name]) => listed.has(name) || (listed.has("*") && name !== "authorization")));
    case "access-control-allow-methods":
      return requests.every(({ request: { method } }) => ["GET", "HEAD", "POST"].includes(method) || listed.has(method.toLowerCase()) || listed.has("*"));
    default:
      return true;
  }
}
