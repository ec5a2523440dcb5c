import type { Place, Tri, Value } from "../../source/index.ts";
import type { View } from "../../template/index.ts";
import { matchesGlob } from "../glob.ts";
import { both } from "./vtl-values.ts";

/** What a resource policy says about a request that carries no signature. */
export interface PolicyDecision {
  readonly denied: Tri;
  /** A statement denies it; else no statement allows it. */
  readonly isExplicit: boolean;
  readonly place: Place;
}

interface Statement {
  readonly isDeny: boolean;
  /** It is for everyone, under no condition. */
  readonly isPlain: boolean;
  readonly resources: readonly Value[] | undefined;
  readonly place: Place;
}

/** AWS takes policies of up to 8192 bytes. */
const MAX_STATEMENTS = 200;

/**
 * A resource policy, as far as it is literal (1.2, 1.6). Conditions, principals and what cannot be resolved make a `maybe`.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export class ResourcePolicy {
  readonly #statements: readonly Statement[] | undefined;
  readonly place: Place;

  constructor(view: View) {
    this.place = view.place;
    const list = view.get("Statement");
    const views = list.kind === "map" ? [list] : list.items();
    const isRead = views.length <= MAX_STATEMENTS && view.kind === "map" && (list.kind === "list" || list.kind === "map") && views.every((statement) => statement.kind === "map");
    this.#statements = isRead ? views.map(statementOf) : undefined;
  }

  decide(method: string, path: string): PolicyDecision {
    if (this.#statements === undefined || this.#statements.length === 0) return { denied: "maybe", isExplicit: false, place: this.place };
    let allowed: Tri = "no";
    let denied: Tri = "no";
    let place = this.place;
    for (const statement of this.#statements) {
      const applies = both(covers(statement.resources, method, path), statement.isPlain ? "yes" : "maybe");
      if (applies === "no") continue;
      if (statement.isDeny) {
        if (denied === "no" || applies === "yes") place = statement.place;
        denied = denied === "yes" || applies === "yes" ? "yes" : "maybe";
      } else allowed = allowed === "yes" || applies === "yes" ? "yes" : "maybe";
    }
    if (denied === "yes") return { denied, isExplicit: true, place };
    // A policy that only denies lets nobody in by the letter, and yet is what many private APIs in use have: the allowing part may stand elsewhere.
    const allowsSome = this.#statements.some(({ isDeny }) => !isDeny);
    if (allowed === "no") return { denied: allowsSome ? "yes" : "maybe", isExplicit: false, place: this.place };
    return { denied: denied === "no" && allowed === "yes" ? "no" : "maybe", isExplicit: denied !== "no", place };
  }
}

function statementOf(view: View): Statement {
  const principal = view.get("Principal");
  const isForAll = principal.known() === "*" || textsOf(principal.get("AWS"))?.some((text) => text.kind === "known" && text.text === "*") === true;
  const resource = view.get("Resource");
  return {
    isDeny: view.get("Effect").known() === "Deny",
    isPlain: isForAll && view.get("Condition").kind === "absent" && view.get("Effect").known() !== undefined && view.get("NotAction").kind === "absent",
    resources: view.get("NotResource").kind === "absent" && resource.kind !== "absent" ? textsOf(resource) : undefined,
    place: resource.kind === "absent" ? view.place : resource.place,
  };
}

function textsOf(view: View): readonly Value[] | undefined {
  if (view.kind === "list") return view.items().map((item) => item.text());
  return view.kind === "scalar" ? [view.text()] : undefined;
}

function covers(resources: readonly Value[] | undefined, method: string, path: string): Tri {
  if (resources === undefined) return "maybe";
  let result: Tri = "no";
  for (const resource of resources) {
    const covered = coversOne(resource, method, path);
    if (covered === "yes") return "yes";
    if (covered === "maybe") result = "maybe";
  }
  return result;
}

/** `execute-api:/stage/METHOD/path`, or the ARN of which this is the end. Which stage it is for does not show in a request's path. */
function coversOne(resource: Value, method: string, path: string): Tri {
  if (resource.kind !== "known" && resource.kind !== "pattern") return "maybe";
  const text = resource.kind === "known" ? resource.text : resource.parts.map((part) => (typeof part === "string" ? part : "\uE000")).join("");
  if (text === "*") return "yes";
  if (text.length > 1000 || path.length > 1000) return "maybe";
  const slash = text.indexOf("/");
  if (slash < 0) return text.endsWith("*") ? "yes" : "maybe";
  const rest = text.slice(slash + 1).split("/");
  const [stage = ""] = rest;
  if (rest.length === 1) return stage === "*" ? "yes" : "maybe";
  const wanted = `${method}${path.replace(/\?.*$/su, "")}`;
  const pattern = rest.slice(1).join("/");
  const loose = matchesGlob(pattern.replaceAll("\uE000", "*"), wanted);
  // `*` of the stage also runs over slashes, so that such a pattern may cover more than it seems to.
  if (!loose) return stage.includes("*") && !pattern.includes("/") ? "maybe" : "no";
  return stage === "*" && !pattern.includes("\uE000") ? "yes" : "maybe";
}
