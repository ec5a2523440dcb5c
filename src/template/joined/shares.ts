import type { Node } from "../../source/index.ts";
import { expressionKey, referenceName } from "../evaluate.ts";
import { intrinsicOf, MAX_DEPTH, textOf } from "../intrinsics.ts";
import { mentionedIds, sectionOf } from "../nested/splice.ts";
import type { Expanded } from "../template.ts";
import { mayAsk } from "./may-ask.ts";
import { NameReader, type SharedName } from "./shared-name.ts";

/** An output that other stacks can ask for. */
export interface Offer {
  /** Its logical id. */
  readonly output: string;
  /** The name of its export; `undefined` where it is none. */
  readonly name: SharedName | undefined;
  /** It is (a part of) an API, and who asks for it may add to it. */
  readonly isApi: boolean;
}

/** A function that asks for an output of another stack. */
export interface Wish {
  /** Equal expressions ask for the same. */
  readonly key: string;
  /** Of `Fn::ImportValue`. */
  readonly name: SharedName | undefined;
  /** Of `Fn::GetStackOutput`. `region`: where it is not that of the stack that asks. */
  readonly output: { readonly stack: string; readonly name: string; readonly region: string | undefined } | undefined;
}

export interface Shares {
  readonly offers: readonly Offer[];
  readonly wishes: readonly Wish[];
}

/** Resources in which what another stack gives can change what a browser is answered. */
const ASKING = /^AWS::(?:ApiGateway(?:V2)?|CloudFront)::|^AWS::Lambda::(?:Permission|Url)$|^AWS::S3::Bucket$/u;

/** Resources of which it matters to others what they are. */
const TELLING = /^AWS::(?:ApiGateway(?:V2)?|CloudFront|Cognito|Amplify|Lambda)::|^AWS::S3::Bucket$/u;
const NEVER_TELLING = /^AWS::Lambda::Layer|^AWS::ApiGateway(?:V2)?::VpcLink$/u;
const API = /^AWS::ApiGateway(?:V2)?::/u;

/** Variables of a function that its answers may rest on. */
const TELLING_VARIABLE = /origin|cors|allow|domain/iu;

/** What a template gives to other stacks, and what it asks them for, as far as APIs are concerned. */
export function sharesOf(source: Expanded): Shares {
  const { root, given } = source;
  const names = new NameReader(root, given, source.stackName);
  const typeOf = typesIn(source);
  const offers = sectionOf(root, "Outputs").flatMap(({ key, value }): Offer[] => {
    const written = value.kind === "map" ? value.get("Value") : undefined;
    if (written === undefined || value.kind !== "map") return [];
    const types = mentionedIds(written).flatMap((id) => typeOf(id) ?? []);
    if (types.length > 0 && !types.some((type) => TELLING.test(type) && !NEVER_TELLING.test(type))) return [];
    const exported = value.get("Export");
    const name = exported?.kind === "map" ? exported.get("Name") : undefined;
    return [{ output: key, name: name && names.nameOf(name), isApi: types.some((type) => API.test(type)) }];
  });
  return { offers, wishes: mayAsk(source) ? wishesIn(source, names) : [] };
}

function typesIn({ root }: Expanded): (id: string) => string | undefined {
  const resources = root.get("Resources");
  return (id) => {
    const resource = resources?.kind === "map" ? resources.get(id) : undefined;
    return resource?.kind === "map" ? textOf(resource.get("Type")) : undefined;
  };
}

function wishesIn({ root }: Expanded, names: NameReader): readonly Wish[] {
  const found = new Map<string, Wish>();
  for (const { value } of sectionOf(root, "Resources")) {
    const properties = value.kind === "map" ? value.get("Properties") : undefined;
    const type = value.kind === "map" ? textOf(value.get("Type")) : undefined;
    if (properties === undefined || type === undefined) continue;
    if (ASKING.test(type)) collect(properties, names, found, 0);
    else if (type === "AWS::Lambda::Function") for (const variable of tellingVariables(properties)) collect(variable, names, found, 0);
  }
  return [...found.values()];
}

function tellingVariables(properties: Node): readonly Node[] {
  const environment = properties.kind === "map" ? properties.get("Environment") : undefined;
  const variables = environment?.kind === "map" ? environment.get("Variables") : undefined;
  return variables?.kind === "map" ? Array.from(variables.entries()).filter(({ key }) => TELLING_VARIABLE.test(key)).map(({ value }) => value) : [];
}

function collect(node: Node, names: NameReader, found: Map<string, Wish>, depth: number): void {
  if (depth > MAX_DEPTH || node.kind === "scalar") return;
  if (node.kind === "list") {
    for (const item of node.items) collect(item, names, found, depth + 1);
    return;
  }
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === "Fn::ImportValue") {
    const key = expressionKey(node);
    if (!found.has(key)) found.set(key, { key, name: names.nameOf(intrinsic.argument), output: undefined });
  } else if (intrinsic?.name === "Fn::GetStackOutput") {
    const output = stackOutput(intrinsic.argument, names);
    if (output !== undefined) found.set(expressionKey(node), { key: expressionKey(node), name: undefined, output });
  } else for (const { value } of node.entries()) collect(value, names, found, depth + 1);
}

/** With a role it may be asked of another account. */
function stackOutput(argument: Node, names: NameReader): Wish["output"] {
  if (argument.kind !== "map" || argument.has("RoleArn")) return undefined;
  const [stackName, where] = [argument.get("StackName"), argument.get("Region")];
  const stack = stackName && names.nameOf(stackName).text;
  const name = textOf(argument.get("OutputName"));
  const region = textOf(where);
  const isSaid = where === undefined || region !== undefined || referenceName(where) === "AWS::Region";
  return stack === undefined || name === undefined || !isSaid ? undefined : { stack, name, region };
}
