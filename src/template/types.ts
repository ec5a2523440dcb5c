import type { MapNode, Node, Place, SourceFile, Value } from "../source/index.ts";

/** A template as it stands after includes, `Fn::ForEach` and SAM were expanded: plain CloudFormation, conditions still open. */
export interface Template {
  /** Name of the file as the user is shown it. */
  readonly name: string;
  readonly root: MapNode;
  /** The document as it was written, before anything was expanded. */
  readonly written: MapNode;
  readonly format: "cloudformation" | "sam" | "cdk" | "serverless";
  /** How many resources are written in the file itself, before anything was expanded. */
  readonly resourcesWritten: number;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Resources by logical id, whatever their condition. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** The `Metadata` section that speaks for a resource: of the stack that it is in, where several were put together. */
  metadataOf(resourceId: string): Node | undefined;
  /** References between resources, with the place of each. */
  readonly references: readonly Reference[];
  /** Those that one resource makes. */
  referencesFrom(resourceId: string): readonly Reference[];
  /** What is not in view: macros, includes that were not followed, and the like. */
  readonly opaque: readonly Opaque[];
  /** What is written but has no effect. */
  readonly dropped: readonly Dropped[];
  /** What was found wrong while it was read (`parse-error`, `sam-transform-error`). */
  readonly problems: readonly Problem[];
  /** Files whose templates were put in for its nested stacks, at any depth. Their resources are called `Stack.Resource`. */
  readonly nestedFiles: readonly string[];
  /** Those of them that are stacks of their own, and were put in because they import from each other. */
  readonly joinedFiles: readonly string[];
  /** The documents in them, as they are written. */
  readonly nested: readonly MapNode[];
  /**
   * The scenarios that matter to the given resources (and to what they refer to): conditions and enumerable parameters that they
   * depend on. At most {@link MAX_SCENARIOS}; past it the defaults and one change at a time, and `bounded` says so.
   */
  scenarios(logicalIds: Iterable<string>): Scenarios;
  /** The template as it would be deployed in a scenario. */
  world(scenario: Scenario): World;
  /** The line of the program that created a construct (`Metadata."aws:cdk:path"`), where CDK recorded it. */
  readonly createdAt?: ((constructPath: string) => Place | undefined) | undefined;
  /** The file (as {@link readLocal} takes it) that CDK uploads under the key of an S3 object, where an assembly says so. */
  readonly assetFile?: ((objectKey: string) => string | undefined) | undefined;
  /** A document of the project that this one refers to by a local path (an OpenAPI file, say), or why it is not read. */
  readLocal(from: Place, reference: string): { readonly root: Node } | { readonly refused: string };
  /** The text of a file of the project (a program); `reference` is relative to the file named `from`. */
  readText(from: string, reference: string): { readonly file: SourceFile } | { readonly refused: string };
  /** The source of functions is not to be looked at in this run. */
  readonly withoutHandlers: boolean;
}

export const MAX_SCENARIOS = 64;

export interface Scenarios {
  readonly all: readonly [Scenario, ...Scenario[]];
  /** Some combinations were left out. */
  readonly bounded: boolean;
}

/** One choice of parameters and conditions; a plain world without branches. */
export interface Scenario {
  /** What sets it apart, as the user is shown it: `Stage=prod`, `IsProd=true`; empty where there is only one scenario. */
  readonly label: string;
  /** Values of parameters that were chosen. A parameter not listed has its default, or is unknown. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Conditions that do not follow from the parameters and were chosen. */
  readonly conditions: ReadonlyMap<string, boolean>;
  /** Parameters whose value is some text that is none of these: conditions compare them with these and no other. */
  readonly unlike?: ReadonlyMap<string, readonly string[]>;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  /**
   * A value given by the user (`--parameter`), else the default. Lists as their comma-separated text. `undefined` for SSM types, where
   * what is given is only the name of the value, and for a `NoEcho` parameter that was not given.
   */
  readonly value: string | undefined;
  readonly given: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly place: Place;
}

export interface Resource {
  readonly id: string;
  readonly type: string;
  /** The logical id, as a key. */
  readonly place: Place;
  readonly body: MapNode;
  readonly condition: string | undefined;
  /** `DependsOn`, as written. */
  readonly dependsOn: readonly { readonly id: string; readonly place: Place }[];
  /** `Metadata."aws:cdk:path"`. */
  readonly constructPath: string | undefined;
  /** The SAM resource it was expanded from. */
  readonly expandedFrom: string | undefined;
  /** The stack it is deployed with, of several that were put together; `undefined` where there is only one. */
  readonly stack?: string | undefined;
}

export interface Reference {
  readonly from: string;
  readonly to: string;
  readonly via: "Ref" | "GetAtt" | "Sub" | "DependsOn";
  readonly attribute: string | undefined;
  readonly place: Place;
}

export interface Opaque {
  /** `the macro MyMacro`, `the include s3://…`. */
  readonly what: string;
  readonly place: Place;
  /** The resource whose inside is out of view; `undefined`: any resource could be added or changed. */
  readonly resource: string | undefined;
}

/** Something that was written and silently has no effect: SAM drops `AllowCredentials: "true"`, say. */
export interface Dropped {
  readonly property: "AllowCredentials" | "Cors";
  /** What stands there, as text. */
  readonly value: Value;
  /** The resource in the source template, and the one it became. */
  readonly resource: string;
  readonly place: Place;
  readonly reason: string;
}

export interface Problem {
  readonly rule: "parse-error" | "sam-transform-error";
  readonly message: string;
  readonly place: Place;
  readonly related?: readonly { readonly place: Place; readonly note: string }[];
}

/** A template in one scenario: each condition is decided, each `Fn::If` is one of its branches. */
export interface World {
  readonly template: Template;
  readonly scenario: Scenario;
  /** Resources that exist in this scenario. */
  readonly resources: ReadonlyMap<string, WorldResource>;
  ofType(type: string): readonly WorldResource[];
  /** How a node reads in this scenario. */
  view(node: Node): View;
  /** Would everything that was asked of this world so far be answered alike in another scenario? What was found out here then holds there. */
  standsFor(scenario: Scenario): boolean;
}

export interface WorldResource extends Resource {
  /** `Properties`; absent ones read as an absent view. */
  readonly properties: View;
}

/**
 * A node as a scenario sees it. Navigation never fails: what is not there is `absent`, what cannot be seen is `opaque`, and both stay so
 * all the way down. `Fn::If` is its branch, `AWS::NoValue` is absent, references to parameters are their values.
 */
export interface View {
  readonly kind: "map" | "list" | "scalar" | "opaque" | "absent";
  /** Where it is written; for an absent one, its nearest ancestor that is there. */
  readonly place: Place;
  /** The node behind it, after conditions were decided; `undefined` where absent. */
  readonly node: Node | undefined;
  /** Why nothing more is known; for `opaque` only. */
  readonly reason: string | undefined;
  get(key: string): View;
  has(key: string): boolean;
  /** The entries that exist in this scenario; none unless it is a map. */
  entries(): readonly { readonly key: string; readonly keyPlace: Place; readonly value: View }[];
  /** The items that exist in this scenario; none unless it is a list. `Fn::Split` and list parameters are lists where they are known. */
  items(): readonly View[];
  /** As a text, the way CloudFormation puts it where a string is wanted. Absent, maps and lists are `unknown`; ask {@link kind} first. */
  text(): Value;
  /** The text if it is known, in any case. */
  known(): string | undefined;
  /** `true`/`false` as CloudFormation coerces them. */
  boolean(): boolean | undefined;
  number(): number | undefined;
  /** The resource (or parameter) that `Ref`, `Fn::GetAtt` or a lone `${…}` in `Fn::Sub` points at. */
  reference(): { readonly id: string; readonly attribute: string | undefined; readonly resource: WorldResource | undefined } | undefined;
  /** Every resource that it mentions, at any depth (`Fn::Sub` and `Fn::Join` of an integration URI, say). */
  mentions(): readonly { readonly id: string; readonly attribute: string | undefined }[];
  /** The parameters its value rests on. */
  readonly assumes: readonly string[];
}
