import type { Route } from "../../src/aws/index.ts";
import type { Fix, Place } from "../../src/source/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import { configurationAdded } from "../shared/configuration-fixes.ts";
import { requirementRemoved } from "../shared/requirements.ts";
import { isForBrowsers, relatedRoute, stoppedPreflight } from "../shared/verdicts.ts";

/**
 * Browsers send a preflight without cookies and without Authorization, on purpose. A method (or route) that takes OPTIONS and wants to know
 * who is calling refuses every preflight.
 */
export default defineRule({
  id: "authorizer-on-preflight",
  meta: {
    description: "Disallow authorization on whatever answers the preflight",
    severity: "error",
    set: "recommended",
    category: "preflight",
    reference: "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    failureModes: ["F03", "F67", "F68"],
    explains: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    fix: "safe",
    messages: {
      refused: "Preflights are refused because {{what}}; browsers send them without credentials, so they never send the request behind them.",
    },
    help: "Leave OPTIONS open: `AuthorizationType: NONE` (SAM: `AddDefaultAuthorizerToCorsPreflight: false`).",
  },

  *route(route, context) {
    const stopped = stoppedPreflight(route, context, "authorizer");
    if (!stopped || !isForBrowsers(route, stopped.obstacle.route)) return;
    const { obstacle, verdict } = stopped;
    yield {
      message: "refused",
      data: { what: obstacle.what },
      at: obstacle.place ?? route.place,
      ...(route.api.kind === "rest" ? fixAt(obstacle.place, obstacle.route) : fixOf(route)),
      related: relatedRoute(route, obstacle),
      ...(route.api.kind !== "rest" && { help: OPEN_ROUTE }),
      severity: obstacle.evidence === "documented" ? "error" : "warning",
      route,
      verdict,
    };
  },
});

/** Where SAM, an OPTIONS method or an operation names the authorizer, one line opens the preflight. */
function fixAt(place: Place | undefined, answering: Route | undefined): { readonly fix?: Fix } {
  const parent = place?.parent;
  if (!parent || !answering?.isOptions) return {};
  if (place.segment === "DefaultAuthorizer") return { fix: { title: "Leave the authorizer off preflights", applicability: "safe", edits: [{ kind: "add-entry", place: parent, key: "AddDefaultAuthorizerToCorsPreflight", value: false }] } };
  const removed = requirementRemoved(place);
  if (removed) return { fix: { title: "Leave OPTIONS open", applicability: "safe", edits: removed } };
  const written = place.file.text.slice(place.range.start.offset, place.range.end.offset);
  if (place.segment === "Authorizer" && /^[\w"']+$/u.test(written)) return { fix: { title: "Leave OPTIONS open", applicability: "safe", edits: [{ kind: "replace", place, text: "NONE" }] } };
  const isType = place.segment === "AuthorizationType" || parent.segment === "x-amazon-apigateway-auth";
  if (!isType || !/^["']?[A-Z_]+["']?$/iu.test(written)) return {};
  return { fix: { title: "Leave OPTIONS open", applicability: "safe", edits: [{ kind: "replace", place, text: "NONE" }, { kind: "remove", place: parent.child("AuthorizerId") }] } };
}

/** An HTTP API or a function URL that has a CORS configuration answers preflights before it asks who is calling. */
function fixOf(route: Route): { readonly fix?: Fix } {
  const fix = configurationAdded(route);
  return fix ? { fix } : {};
}

const OPEN_ROUTE = "Leave OPTIONS open: add a route `OPTIONS /{proxy+}` without an authorizer; it wins over `ANY` and `$default`.";
