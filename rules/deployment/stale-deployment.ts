import { defineRule, type SnapshotChange } from "../../src/linter/index.ts";

/**
 * API Gateway serves the snapshot that a deployment took, and CloudFormation takes a new one only where the deployment is a new resource.
 * With the same logical id it stays, and browsers go on getting the answers of the old version however often the stack is updated.
 */
export default defineRule({
  id: "stale-deployment",
  meta: {
    description: "Require a new deployment for each change to an API that is served from a snapshot",
    severity: "error",
    set: "recommended",
    category: "deployment",
    reference: "https://docs.aws.amazon.com/apigateway/latest/developerguide/updating-api.html",
    failureModes: ["F62"],
    messages: {
      stale: "{{changes}}, but the deployment {{id}} is the one from before: {{stage}} goes on serving its old snapshot, and browsers see nothing of the change.",
      doubtful: "{{changes}}, but the deployment {{id}} is the one from before: {{stage}} goes on serving its old snapshot, unless something else changes that ({{why}}).",
    },
    help: "Give the deployment a new logical id in the same change, as SAM and CDK do with a hash of the API, or deploy to the stage after the update.",
  },

  *change({ stale }) {
    for (const { id, place, stage = "the stage", changes, madeFor, doubt } of stale) {
      yield {
        message: doubt ? "doubtful" : "stale",
        data: { id, stage, changes: listed(changes), why: doubt?.why ?? "" },
        at: place,
        related: changes.slice(0, 3).map((change) => ({ place: change.place, note: NOTES[change.how] })),
        severity: doubt ? "warning" : "error",
        ...(madeFor !== undefined && { help: `Move it into ${madeFor} itself (GatewayResponses, DefinitionBody), which SAM hashes into the id of the deployment, or set AlwaysDeploy: true.` }),
      };
    }
  },
});

const NOTES: Readonly<Record<SnapshotChange["how"], string>> = {
  added: "is new, and not in the snapshot",
  changed: "is changed, and the snapshot has the old one",
  removed: "was here, and stays in the snapshot",
};

/** `The method UsersOptions is added, the model User is changed and 2 more parts differ`. */
function listed(changes: readonly SnapshotChange[]): string {
  const shown = changes.slice(0, 2).map(({ what, how }) => `${what} is ${how}`);
  const rest = changes.length - shown.length;
  const text = rest > 0 ? `${shown.join(", ")} and ${rest} more ${rest === 1 ? "part differs" : "parts differ"}` : shown.join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
