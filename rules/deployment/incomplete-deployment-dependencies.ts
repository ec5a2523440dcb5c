import type { Api, Route, Snapshot } from "../../src/aws/index.ts";
import { defineRule } from "../../src/linter/index.ts";
import type { Fix } from "../../src/source/index.ts";

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
      race: "{{id}} does not wait for {{missing}}: the snapshot that it takes can lack them, and browsers then get 403 instead of an answer.",
    },
    help: "Name every method and gateway response in the deployment's `DependsOn`.",
  },

  *api(api) {
    for (const snapshot of api.deployment.snapshots) {
      if (snapshot.missing.length === 0) continue;
      yield {
        message: "race",
        data: { id: snapshot.id, missing: listed(snapshot.missing.map(({ id }) => id)) },
        at: snapshot.place,
        related: snapshot.missing.slice(0, 3).map(({ place }) => ({ place, note: "may be created after the snapshot" })),
        routes: routesWithout(api, snapshot),
        ...(snapshot.place.segment === "DependsOn" && { fix: additionOf(snapshot) }),
      };
    }
  },
});

function additionOf({ place, missing }: Snapshot): Fix {
  return { title: `Add ${listed(missing.map(({ id }) => id))} to DependsOn`, applicability: "safe", edits: missing.map(({ id }) => ({ kind: "add-item", place, value: id })) };
}

/** The routes of the paths of which a method can be missed: the OPTIONS method of a path answers for all of them. */
function routesWithout(api: Api, { missing }: Snapshot): readonly Route[] {
  const ids = new Set<unknown>(missing.map(({ id }) => id));
  const paths = new Set(api.routes.filter((route) => ids.has(route.place.path[1])).map((route) => route.path));
  return api.routes.filter((route) => paths.has(route.path));
}

function listed(ids: readonly string[]): string {
  const shown = ids.slice(0, 3).join(", ");
  return ids.length > 3 ? `${shown} and ${ids.length - 3} more` : shown;
}
