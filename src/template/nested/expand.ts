import { entryWith, knownText, mapNode } from "../../source/index.ts";
import type { Entry, MapNode, Node, Place } from "../../source/index.ts";
import { conditionsOf } from "../conditions.ts";
import { DEFAULTS, Evaluator } from "../evaluate.ts";
import { textOf } from "../intrinsics.ts";
import { parametersOf } from "../parameters.ts";
import { isTemplateRoot } from "../sniff.ts";
import type { Opaque, Template } from "../types.ts";
import { usedAt } from "./make.ts";
import { type Budget, type Renaming, rewritten, TooLarge } from "./rewrite.ts";
import { type Expanded, isFunction, mentionedIds, sectionOf, type Spliced, spliced, type StackResource, withDependencies, withSections } from "./splice.ts";

export interface NestedOptions {
  readonly given: ReadonlyMap<string, string>;
  readonly readLocal: Template["readLocal"];
  readonly assetFile?: Template["assetFile"];
  /** Expands a child by itself: functions, includes and SAM. */
  readonly expand: (root: MapNode, given: ReadonlyMap<string, string>) => Expanded;
}

/** A template with its nested stacks put in. */
export interface Whole extends Expanded {
  /** The documents that were put in, at any depth, as they are written; each once. */
  readonly nested: readonly MapNode[];
}

/** Stacks within stacks within stacks; AWS's own limit is not published, and nobody goes so deep. */
const MAX_DEPTH = 10;
/** Nested stacks of a template in all, each use of the same file counted. */
const MAX_STACKS = 500;
/** Their resources. CloudFormation takes 500 in a stack. */
const MAX_RESOURCES = 50_000;

/** Nodes that are gone through to put them in. A template of 1 MB, CloudFormation's limit, has some 50,000. */
const MAX_NODES = 1_500_000;

const STACK = "AWS::CloudFormation::Stack";

/**
 * Puts nested stacks in whose templates are files of the project, at any depth, so that an API is seen whole wherever its parts are
 * written. What is no file of the project stays a stack that nobody can look into.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
 */
export function expandNested(expanded: Expanded, options: NestedOptions): Whole {
  const run: Run = { ...options, stacks: 0, resources: 0, budget: { nodes: MAX_NODES }, files: new Map() };
  const whole = new Parent(expanded, options.given, run, [expanded.root.place.file.name]).whole();
  return { ...whole, nested: [...run.files.values()] };
}

interface Run extends NestedOptions {
  stacks: number;
  resources: number;
  readonly budget: Budget;
  readonly files: Map<string, MapNode>;
}

class Parent {
  readonly #expanded: Expanded;
  readonly #run: Run;
  /** Files from the first parent down to this one. */
  readonly #chain: readonly string[];
  readonly #evaluator: Evaluator;
  /** `undefined`: being looked into, or not to be looked into. */
  readonly #children = new Map<string, Spliced | undefined>();
  readonly #stacks = new Map<string, Entry>();
  readonly #opaque: Opaque[] = [];

  constructor(expanded: Expanded, given: ReadonlyMap<string, string>, run: Run, chain: readonly string[]) {
    this.#expanded = expanded;
    this.#run = run;
    this.#chain = chain;
    const { root } = expanded;
    const mappings = root.get("Mappings");
    this.#evaluator = new Evaluator({ ...parametersOf(root, given), mappings: mappings?.kind === "map" ? mappings : undefined, conditions: conditionsOf(root), resources: new Map() }, DEFAULTS);
    for (const entry of sectionOf(root, "Resources")) {
      if (entry.value.kind === "map" && textOf(entry.value.get("Type")) === STACK) this.#stacks.set(entry.key, entry);
    }
  }

  whole(): Expanded {
    const expanded = this.#expanded;
    if (this.#stacks.size === 0) return expanded;
    for (const id of this.#stacks.keys()) this.#child(id);
    const children = Array.from(this.#children.values()).filter((child) => child !== undefined);
    const { root } = expanded;
    const resources = sectionOf(root, "Resources").flatMap((entry): readonly Entry[] => this.#children.get(entry.key)?.resources ?? [this.#resource(entry)]);
    const own = withSections(root, {
      Conditions: children.flatMap(({ conditions }) => conditions),
      Mappings: children.flatMap(({ mappings }) => mappings),
      Parameters: children.flatMap(({ parameters }) => parameters),
      Resources: resources,
      Outputs: [...sectionOf(root, "Outputs").map((entry) => entryWith(entry, { value: this.#resolved(entry.value).node })), ...children.flatMap(({ exported }) => exported)],
    });
    return {
      root: own,
      opaque: [...expanded.opaque, ...this.#opaque, ...children.flatMap(({ opaque }) => opaque)],
      dropped: [...expanded.dropped, ...children.flatMap(({ dropped }) => dropped)],
      problems: [...expanded.problems, ...children.flatMap(({ problems }) => problems)],
      expandedFrom: new Map([...expanded.expandedFrom, ...children.flatMap(({ expandedFrom }) => [...expandedFrom])]),
    };
  }

  /** A resource of the parent; what takes an output of a stack is created after all that is in the stack. */
  #resource(entry: Entry): Entry {
    if (entry.value.kind !== "map") return entry;
    const { node, stacks } = this.#resolved(entry.value);
    return node.kind !== "map" || stacks.size === 0 ? entry : entryWith(entry, { value: withDependencies(node, [...stacks], entry.keyPlace) });
  }

  /** A tree of the parent with the outputs of its stacks put in, and the stacks that they are of. */
  #resolved(node: Node): { readonly node: Node; readonly stacks: ReadonlySet<string> } {
    const stacks = new Set<string>();
    const renaming: Renaming = {
      // What is written in a file is gone through once.
      budget: { nodes: Infinity },
      condition: (name) => name,
      mapping: (name) => name,
      reference: (id, attribute, place) => {
        const output = attribute?.startsWith("Outputs.") === true ? this.#child(id)?.outputs.get(attribute.slice("Outputs.".length)) : undefined;
        if (output === undefined) return undefined;
        stacks.add(id);
        return usedAt(place, output);
      },
    };
    return { node: rewritten(node, renaming), stacks };
  }

  /** The child behind a stack resource. While it is being looked into it has no outputs: stacks that need each other are refused by AWS. */
  #child(id: string): Spliced | undefined {
    const entry = this.#stacks.get(id);
    if (entry === undefined || this.#children.has(id)) return this.#children.get(id);
    this.#children.set(id, undefined);
    if (entry.value.kind !== "map") return undefined;
    const { value: body } = entry;
    const properties = body.get("Properties");
    const location = properties?.kind === "map" ? locationOf(body, properties, this.#evaluator, this.#run.assetFile) : undefined;
    const written = properties?.kind === "map" ? properties.get("Parameters") : undefined;
    const handed = written === undefined ? undefined : this.#resolved(written);
    if (location === undefined) return undefined;
    const found = this.#template(location);
    if ("refused" in found) return this.#refused(id, found.refused, location.place);
    // Parameters that a function makes are not known one by one, and may hold anything that it mentions.
    const isKnown = handed === undefined || (handed.node.kind === "map" && !isFunction(handed.node));
    const stack: StackResource = { id, entry, body, handed: isKnown ? (handed?.node.kind === "map" ? handed.node : mapNode(body.place, [])) : undefined, after: [...(handed?.stacks ?? [])] };
    const made = splicedWithin(this.#run.budget, stack, this.#expandedChild(found.root, stack.handed));
    if (made === undefined) return this.#refused(id, "there is too much in it", location.place);
    if (!isKnown) for (const resource of mentionedIds(handed.node)) this.#opaque.push({ what: `what the nested stack ${id} is handed`, place: location.place, resource });
    this.#children.set(id, made);
    return made;
  }

  #refused(id: string, reason: string, place: Place): undefined {
    this.#opaque.push({ what: `the nested stack ${id} (${reason})`, place, resource: id });
    return undefined;
  }

  #expandedChild(root: MapNode, handed: MapNode | undefined): Expanded {
    const given = new Map<string, string>();
    for (const { key, value } of handed?.entries() ?? []) {
      const text = knownText(this.#evaluator.text(value));
      if (text !== undefined) given.set(key, text);
    }
    const { file } = root.place;
    return new Parent(this.#run.expand(root, given), given, this.#run, [...this.#chain, file.name]).whole();
  }

  #template({ text, place }: Location): { readonly root: MapNode } | { readonly refused: string } {
    const run = this.#run;
    if (this.#chain.length > MAX_DEPTH) return { refused: "stacks are nested too deeply" };
    if (run.stacks >= MAX_STACKS || run.resources > MAX_RESOURCES) return { refused: "there are too many nested stacks" };
    const found = run.readLocal(place, text);
    if ("refused" in found) return found;
    const { root } = found;
    const { name } = root.place.file;
    if (this.#chain.includes(name)) return { refused: "it contains itself" };
    if (root.kind !== "map" || !isTemplateRoot(root)) return { refused: `${name} is no template` };
    run.stacks += 1;
    run.resources += sectionOf(root, "Resources").length;
    run.files.set(name, root);
    return { root };
  }
}

function splicedWithin(budget: Budget, stack: StackResource, child: Expanded): Spliced | undefined {
  try {
    return spliced(stack, child, budget);
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

interface Location {
  readonly text: string;
  readonly place: Place;
}

/** The file behind `TemplateURL`: a path as `aws cloudformation package` and `sam` take it, or the asset that CDK says it is. */
function locationOf(body: MapNode, properties: MapNode, evaluator: Evaluator, assetFile: Template["assetFile"]): Location | undefined {
  const metadata = body.get("Metadata");
  const url = properties.get("TemplateURL");
  if (metadata?.kind === "map" && textOf(metadata.get("aws:asset:property")) === "TemplateURL") {
    const asset = metadata.get("aws:asset:path");
    const text = textOf(asset);
    if (text !== undefined && asset !== undefined) return { text, place: asset.place };
  }
  const value = url && evaluator.text(url);
  const end = value?.kind === "pattern" ? value.parts.at(-1) : undefined;
  const key = typeof end === "string" ? end.slice(end.lastIndexOf("/") + 1) : undefined;
  const text = value && (knownText(value) ?? (key === undefined ? undefined : assetFile?.(key)));
  return url === undefined || text === undefined || text === "" ? undefined : { text, place: url.place };
}
