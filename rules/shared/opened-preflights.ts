import type { Obstacle, Route } from "../../src/aws/index.ts";
import type { Edit, Fix, Node, Place } from "../../src/source/index.ts";
import { neededHeadersAdded } from "./allow-fixes.ts";
import { requirementRemoved } from "./requirements.ts";
import { entryOf, writtenNode } from "./written-resources.ts";

/**
 * Takes off an OPTIONS method what asks who is calling, the other guard too where both are on it, and allows the headers that the requests
 * behind it need: one of these alone would only uncover the next. Safe where the one line is enough.
 */
export function preflightOpened(route: Route, { place, route: answering }: Obstacle, title: string): Fix | undefined {
  const opening = place && answering?.isOptions && !isDeniedByPolicy(route) ? openingAt(route, place) : undefined;
  if (!opening || !answering) return undefined;
  const more = neededHeadersAdded(route, answering);
  return { title, applicability: opening.length + more.length > 1 || opening.some(isOfKeys) ? "unsafe" : "safe", edits: [...opening, ...more, ...leftovers(place)] };
}

/** A resource policy that lets nobody ask unsigned stands behind the authorizer. */
function isDeniedByPolicy({ api, path, browserRequests: [first] }: Route): boolean {
  const answers = api.server.respond({ method: "OPTIONS", path: first?.request.path ?? path, headers: [] });
  return answers.some(({ cause }) => cause.kind === "gateway" && cause.obstacle.kind === "resource-policy");
}

/** SAM's setting for keys is for all paths. */
function isOfKeys(edit: Edit): boolean {
  return edit.kind === "add-entry" && edit.key === "AddApiKeyRequiredToCorsPreflight";
}

/** Where SAM, an OPTIONS method or an operation names what guards it; nothing where it is written in another way. */
function openingAt({ api }: Route, place: Place): readonly Edit[] | undefined {
  const { parent } = place;
  const removed = requirementRemoved(place);
  if (removed || !parent) return removed;
  const around = writtenNode(api, parent);
  if (parent.segment === "Auth" && (place.segment === "DefaultAuthorizer" || place.segment === "ApiKeyRequired")) {
    const keys = [["DefaultAuthorizer", "AddDefaultAuthorizerToCorsPreflight"], ["ApiKeyRequired", "AddApiKeyRequiredToCorsPreflight"]] as const;
    return keys.flatMap(([key, setting]): readonly Edit[] => (key === place.segment || entryOf(around, key) ? [{ kind: "add-entry", place: parent, key: setting, value: false }] : []));
  }
  const written = place.file.text.slice(place.range.start.offset, place.range.end.offset);
  if (place.segment === "Authorizer") return /^[\w"']+$/u.test(written) ? [{ kind: "replace", place, text: "NONE" }] : undefined;
  if (place.segment === "AuthorizationType" || parent.segment === "x-amazon-apigateway-auth") {
    const key = entryOf(around, "ApiKeyRequired");
    return /^["']?[A-Z_]+["']?$/iu.test(written) ? [{ kind: "replace", place, text: "NONE" }, ...(isTrue(key) ? keyOff(key) : [])] : undefined;
  }
  return place.segment === "ApiKeyRequired" && written === "true" ? [{ kind: "replace", place, text: "false" }] : undefined;
}

/** An authorizer that no method names any more. */
function leftovers(place: Place | undefined): readonly Edit[] {
  return place?.segment === "AuthorizationType" && place.parent ? [{ kind: "remove", place: place.parent.child("AuthorizerId") }] : [];
}

function isTrue(node: Node | undefined): node is Node {
  return node?.kind === "scalar" && node.value === true;
}

function keyOff({ place }: Node): readonly Edit[] {
  return [{ kind: "replace", place, text: "false" }];
}
