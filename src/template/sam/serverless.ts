import type { MapNode, Node, Place } from "../../source/index.ts";
import type { Dropped, Opaque, Problem } from "../types.ts";
import { EditableMap, ensureMap, get, isTruthy, stringOf } from "./editable.ts";
import type { Condition } from "./editable.ts";
import type { Made } from "./made.ts";
import type { Parameters } from "./parameters.ts";
import { PythonKeys } from "./python-order.ts";
import { SharedPlan } from "./shared-plan.ts";

export const PREFIX = "AWS::Serverless::";

/** A resource of SAM's own types while it is being expanded. Its properties are a copy that events and globals write to. */
export class Serverless {
  readonly id: string;
  readonly type: string;
  /** The logical id, as a key. */
  readonly idPlace: Place;
  readonly body: MapNode;
  properties: EditableMap;
  /** SAM wrote its body, so that events may add to it. Templates that the AWS console made say so of a body themselves. */
  managed: boolean;
  /** The paths that events added to it. */
  readonly pathsAdded = new Set<string>();
  /** The paths of its body in Python's order, once SAM has looked at it. */
  pathOrder: PythonKeys | undefined;
  /** How often SAM has copied its body so far. */
  copies = 0;
  #eventOrder: PythonKeys | undefined;

  constructor(id: string, type: string, idPlace: Place, body: MapNode) {
    this.id = id;
    this.type = type;
    this.idPlace = idPlace;
    this.body = body;
    const properties = body.get("Properties");
    this.properties = new EditableMap(properties?.place ?? idPlace, properties?.kind === "map" ? properties.entries() : []);
    this.managed = isTruthy(this.properties.get("__MANAGE_SWAGGER"));
  }

  get place(): Place {
    return this.body.place;
  }

  /** Its events in Python's order. */
  get eventOrder(): PythonKeys {
    const events = this.properties.get("Events");
    return (this.#eventOrder ??= PythonKeys.of(events?.kind === "map" ? events.keys() : []));
  }

  /** `Condition`, unless it is no text. */
  get condition(): Condition | undefined {
    const node = this.body.get("Condition");
    const name = stringOf(node);
    return node === undefined || name === undefined || name === "" ? undefined : { name, place: node.place };
  }

  attribute(name: string): Node | undefined {
    return this.body.get(name);
  }
}

/** What one expansion knows and collects. */
export class Expansion {
  readonly root: EditableMap;
  readonly parameters: Parameters;
  readonly isPackaged: boolean;
  /** SAM's own resources by logical id, and what every other one is. */
  readonly serverless = new Map<string, Serverless>();
  readonly #problems = new Map<string, Problem>();
  /** What AWS stops at: the first step that has anything to refuse reports its refusals, and nothing else is. */
  #final: readonly Problem[] | undefined;
  readonly dropped: Dropped[] = [];
  readonly opaque: Opaque[] = [];
  readonly made = new Map<string, Made>();
  readonly expandedFrom = new Map<string, string>();
  /** Record set groups are shared by the domains of a hosted zone, a usage plan by the APIs that want a shared one. */
  readonly recordSetGroups = new Map<string, Made>();
  readonly sharedPlan = new SharedPlan();
  /** `MyApi.Stage` → the id it stands for. */
  readonly aliases = new Map<string, string>();
  /** SAM goes through templates with REST APIs in Python 2.7's order. */
  isPythonOrdered = false;
  /** SAM resources that were refused and so are left as they are. */
  readonly failed = new Set<string>();
  /** Dependencies that connectors add to resources, by id. */
  readonly dependencies = new Map<string, Node>();

  #order: PythonKeys | undefined;

  /** The resources as they were written. */
  readonly originals: MapNode;

  constructor(root: EditableMap, parameters: Parameters, isPackaged: boolean) {
    this.root = root;
    const resources = root.get("Resources");
    this.originals = resources?.kind === "map" ? resources : new EditableMap(root.place);
    this.parameters = parameters;
    this.isPackaged = isPackaged;
  }

  /** Notes a refusal; the same sentence counts once, and a final one is the only one that AWS reports. */
  refuse(problem: Problem, isFinal: boolean): void {
    if (isFinal) this.#final ??= [problem];
    else if (!this.#problems.has(problem.message)) this.#problems.set(problem.message, problem);
  }

  /** Notes what a step before the expansion of resources refuses: all of it, and nothing after it. */
  refuseEarly(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#final ??= problems;
  }

  get reported(): readonly Problem[] {
    return this.#final ?? [...this.#problems.values()];
  }

  look(node: Node | undefined): Node | undefined {
    return this.parameters.look(node);
  }

  /** Refuses properties that SAM cannot write parameters into ({@link Parameters.checkSubstitutions}). */
  checkSubstitutions(source: Serverless, ...names: string[]): void {
    for (const name of names) this.parameters.checkSubstitutions(source.properties.get(name));
  }

  condition(name: string, definition: Node): void {
    ensureMap(this.root, "Conditions", definition.place).set(name, definition);
  }

  /** The type that a logical id has in the template as it was written. */
  originalType(id: string): string | undefined {
    return stringOf(get(this.originals.get(id), "Type"));
  }

  /** The id is one of the template's, or that of an implicit API. */
  hasResource(id: string): boolean {
    return this.originals.has(id) || this.serverless.has(id);
  }

  /** The keys of a property in the order in which SAM goes through them. */
  inOrder(keys: Iterable<string>): string[] {
    return this.isPythonOrdered ? PythonKeys.of(keys).keys() : [...keys];
  }

  /** The keys of a path of an API's body: they were copied with the body. */
  methodsInOrder(api: Serverless, keys: Iterable<string>): string[] {
    if (!this.isPythonOrdered && !api.managed) return [...keys];
    let table = PythonKeys.of(keys);
    for (let copies = Math.min(api.copies, 10); copies > 0; copies -= 1) table = table.copy();
    return table.keys();
  }

  /**
   * Runs a step of SAM's that edits an API's body, and maybe adds a path. SAM edits a copy and keeps a copy of the result, and each copy may
   * put the paths in another order; what it refuses leaves the body as it was.
   */
  edit<T>(api: Serverless, step: () => T, added?: string): T {
    const before = this.#pathOrder(api);
    // API Gateway has 300 resources at most; beyond that a copy for each event would cost more than the order is worth.
    const isTooMany = added !== undefined && (before?.size ?? 0) > 300;
    if (!isTooMany) this.open(api);
    if (added !== undefined) api.pathOrder?.add(added);
    try {
      const result = step();
      if (!isTooMany) this.open(api);
      return result;
    } catch (error) {
      api.pathOrder = before;
      throw error;
    }
  }

  /** SAM copies an API's body before it looks at its paths. */
  open(api: Serverless): void {
    api.copies += 1;
    api.pathOrder = this.#pathOrder(api)?.copy();
  }

  /** The paths of an API's body in the order in which SAM goes through them. */
  pathsInOrder(api: Serverless, paths: MapNode): string[] {
    return [...new Set([...(this.#pathOrder(api)?.keys() ?? []), ...paths.keys()])].filter((path) => paths.has(path));
  }

  /** None where SAM keeps the order that is written: it makes its own bodies in Python's order, and reads some templates in it. */
  #pathOrder(api: Serverless): PythonKeys | undefined {
    if (api.pathOrder !== undefined || (!this.isPythonOrdered && !api.managed)) return api.pathOrder;
    const paths = get(api.properties.get("DefinitionBody"), "paths");
    return (api.pathOrder = PythonKeys.of(paths?.kind === "map" ? paths.keys() : []));
  }

  /** The API of a logical id; one that is no SAM resource has no body that SAM would write to. */
  apiNamed(id: string): Serverless | undefined {
    const original = this.originals.entry(id);
    const body = original?.value;
    return this.serverless.get(id) ?? (original === undefined || body?.kind !== "map" ? undefined : new Serverless(id, stringOf(body.get("Type")) ?? "", original.keyPlace, body));
  }

  withDependencies(id: string, node: Node): Node {
    const added = this.dependencies.get(id);
    if (node.kind !== "map" || (added === undefined && !node.has("Connectors"))) return node;
    const copy = new EditableMap(node.place, node.entries()).setIfGiven("DependsOn", added);
    copy.delete("Connectors");
    return copy;
  }

  allInOrder(): Serverless[] {
    const keys = new Set([...(this.isPythonOrdered ? this.#resourceOrder().keys() : this.originals.keys()), ...this.serverless.keys()]);
    return [...keys].flatMap((id) => this.serverless.get(id) ?? []);
  }

  /** SAM puts an implicit API in before it knows whether there is one, and takes it out again: both move other resources. */
  putIn(id: string): void {
    this.#resourceOrder().add(id);
  }

  takeOut(id: string): void {
    if (!this.originals.has(id)) this.#resourceOrder().remove(id);
  }

  #resourceOrder(): PythonKeys {
    return (this.#order ??= PythonKeys.of(this.originals.keys()));
  }

  /** The SAM resources of some kinds, in SAM's order. */
  ofType(...types: string[]): Serverless[] {
    return this.allInOrder().filter(({ type }) => types.includes(type.slice(PREFIX.length)));
  }
}
