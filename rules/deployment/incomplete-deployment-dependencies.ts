import type { Api, Route, Snapshot } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";
import { waitsFor } from "../shared/waiting.ts";

/**
 * A deployment takes a snapshot of the API as it is when CloudFormation creates the deployment. A method that it does not wait for may come
 * later, and then it is not live: an OPTIONS method that is missed so answers 403 to every preflight.
 */
export default defineRule({
  id: "incomplete-deployment-dependencies",
  meta: {
    description: "Require deployments to wait for every method and gateway response of their API",
    severity: "warning",
    set: "recommended",
    category: "deployment",
    reference: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html",
    failureModes: ["F63"],
    fix: "safe",
    messages: {
      race: "{{id}} does not wait for {{missing}}: its snapshot can be taken before, and browsers get 403 without CORS headers for what it lacks.",
      errors: "{{id}} does not wait for {{missing}}: its snapshot can be taken before, and errors go out without these headers.",
    },
    help: "Name every method and gateway response in the deployment's `DependsOn`.",
  },

  *api(api) {
    const errorResponses = new Set<unknown>(api.kind === "rest" ? api.gatewayResponses.map(({ place }) => place.path[1]) : []);
    for (const snapshot of api.deployment.snapshots) {
      if (snapshot.missing.every(({ id }) => isOfNoUse(api, id))) continue;
      const isOfErrors = snapshot.missing.every(({ id }) => errorResponses.has(id));
      yield {
        message: isOfErrors ? "errors" : "race",
        data: { id: snapshot.id, missing: listed(snapshot.missing.map(({ id }) => id)) },
        at: headOf(snapshot.place),
        related: snapshot.missing.slice(0, 3).map(({ place }) => ({ place, note: "may be created after the snapshot" })),
        routes: routesWithout(api, snapshot),
        fix: additionOf(snapshot),
      };
    }
  },
});

/** An OPTIONS method of a path that has no other, and that no other path falls through to: it answers preflights of requests that nobody can send. */
function isOfNoUse(api: Api, id: string): boolean {
  const options = api.routes.filter(({ place }) => place.path[1] === id);
  return options.length > 0 && options.every(({ isOptions, path }) => isOptions && !path.includes("{") && !api.routes.some((route) => !route.isOptions && route.path === path));
}

function additionOf({ place, missing }: Snapshot): Fix {
  const ids = missing.map(({ id }) => id);
  return { title: `Add ${listed(ids)} to DependsOn`, applicability: "safe", edits: waitsFor(place, ids) };
}

/** The routes of the paths of which a method can be missed: the OPTIONS method of a path answers for all of them. */
function routesWithout(api: Api, { missing }: Snapshot): readonly Route[] {
  const ids = new Set<unknown>(missing.map(({ id }) => id));
  const paths = new Set(api.routes.filter((route) => ids.has(route.place.path[1])).map((route) => route.path));
  return api.routes.filter((route) => paths.has(route.path));
}

function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 3);
  if (ids.length > 3) return `${shown.join(", ")} and ${ids.length - 3} more`;
  return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter((part) => part !== "").join(" and ");
}
