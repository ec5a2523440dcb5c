import type { InvokePermission, Route } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Edit } from "../../src/source/index.ts";
import { isForBrowsers } from "../shared/verdicts.ts";
import { entryOf, writtenNode } from "../shared/written-resources.ts";

/**
 * Lambda lets API Gateway call a function only for what the permission's SourceArn names. Where that is the POST alone, a preflight that goes to
 * the same function gets 500, and a browser wants a 2xx before it goes on.
 */
export default defineRule({
  id: "preflight-without-invoke-permission",
  meta: {
    description: "Require a permission that covers OPTIONS where a function answers the preflight",
    severity: "warning",
    set: "strict",
    category: "preflight",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html",
    failureModes: ["F21"],
    fix: "safe",
    messages: {
      uncovered: "No permission in view covers OPTIONS {{path}}, which goes to the {{target}}: API Gateway answers such preflights with 500, and browsers never send the request behind them.",
    },
    help: "Add an `AWS::Lambda::Permission` for OPTIONS of this path, or let `SourceArn` end in `/*/OPTIONS/<path>` or `/*/*/<path>`.",
  },

  *route(route) {
    const { integration, path } = route;
    const permission = integration.invokePermission;
    if (!permission || !isForBrowsers(route, route) || permission.allows("OPTIONS", path) !== "no") return;
    // Where no call is covered at all, the preflight is the least of its troubles.
    const answers = route.isOptions || (route.method === "ANY" && route.browserMethods.some((method) => permission.allows(method, path) === "yes"));
    if (!answers) return;
    const edits = everyMethod(route, permission);
    yield {
      message: "uncovered",
      data: { path, target: integration.target },
      at: route.place,
      related: [{ place: permission.place, note: "this permission covers other calls" }],
      route,
      ...(edits && { fix: { title: "Permit every method of the path", applicability: "safe", edits } }),
    };
  },
});

/** `*` in place of the method that the SourceArn ends with, where it is written as a text. */
function everyMethod({ api }: Route, { place }: InvokePermission): readonly Edit[] | undefined {
  const node = writtenNode(api, place);
  const sub = entryOf(node, "Fn::Sub");
  const text = sub?.kind === "list" ? sub.items[0] : (sub ?? node);
  const method = text?.kind === "scalar" ? /(?<=\/)(?:GET|PUT|POST|DELETE|PATCH|HEAD)(?=\/[^/]*)/u.exec(text.text) : undefined;
  return text && method ? [{ kind: "replace", place: text.place.at(method.index, method.index + method[0].length), text: "*" }] : undefined;
}
