import { listNode } from "../../source/index.ts";
import type { MapNode, Node, Place } from "../../source/index.ts";
import { ANY_METHOD, pathItems } from "./body.ts";
import { editList, EditableList, EditableMap, ensureMap, isNull, isTruthy, mapFrom, scalar, stringOf, sub } from "./editable.ts";
import { shortHash } from "./hash.ts";
import type { Parameters } from "./parameters.ts";
import { isA, pythonText, refuseDocument } from "./refusal.ts";

const POLICY = "x-amazon-apigateway-policy";

/** `ResourcePolicy` of an API or of an event, as statements about one path (SAM: "ResourcePolicyStatement"). */
export function addResourcePolicy(doc: EditableMap, paths: EditableMap, policy: MapNode, path: string, stage: Node | undefined, parameters: Parameters): void {
  const target = policyOf(doc, policy.place);
  const given = (key: string): Node | undefined => {
    const node = policy.get(key);
    return node === undefined || isNull(node) ? undefined : node;
  };
  const resources = resourcesOf(paths, path, stage ?? scalar(policy.place, null), policy.place);
  addAccounts(target, given("AwsAccountWhitelist"), "Allow", resources);
  addAccounts(target, given("AwsAccountBlacklist"), "Deny", resources);
  addAddresses(target, given("IpRangeWhitelist"), "NotIpAddress", resources);
  addAddresses(target, given("IpRangeBlacklist"), "IpAddress", resources);
  addNetworks(target, policy, "Blacklist", "StringEquals", resources, parameters);
  addNetworks(target, policy, "Whitelist", "StringNotEquals", resources, parameters);
}

export function addCustomStatements(doc: EditableMap, policy: MapNode): void {
  const custom = policy.get("CustomStatements");
  if (!isTruthy(custom)) return;
  const target = policyOf(doc, policy.place);
  setVersion(target, custom.place);
  if (!isTruthy(target.get("Statement"))) target.set("Statement", custom);
  else for (const statement of custom.kind === "list" ? custom.items : [custom]) addStatement(target, statement);
}

function policyOf(doc: EditableMap, place: Place): EditableMap {
  return ensureMap(doc, POLICY, place);
}

function setVersion(target: EditableMap, place: Place): void {
  target.set("Version", scalar(place, "2012-10-17"), place);
}

/** API Gateway takes `/path/` for `/path`, and a path parameter matches anything. */
export function pathPattern(path: string): string {
  return path.replace(/\{(?:[a-zA-Z0-9._-]+\+?|proxy\+)\}/gu, "*");
}

function resourcesOf(paths: EditableMap, path: string, stage: Node, place: Place): Node {
  const methods = pathItems(paths, path).flatMap((item) => [...item.keys()]);
  const uris = methods.map((key) => {
    const method = key.toLowerCase() === ANY_METHOD || key.toLowerCase() === "any" ? "*" : key.toUpperCase();
    return sub(place, `execute-api:/\${__Stage__}/${method}${pathPattern(path)}`, [["__Stage__", stage]]);
  });
  return listNode(place, uris);
}

function statementOf(effect: string, resources: Node, principal: Node, place: Place): EditableMap {
  return mapFrom(place, [["Effect", scalar(place, effect)], ["Action", scalar(place, "execute-api:Invoke")], ["Resource", resources], ["Principal", principal]]);
}

function addAccounts(target: EditableMap, accounts: Node | undefined, effect: string, resources: Node): void {
  if (!isTruthy(accounts)) return;
  if (accounts.kind === "scalar") refuseDocument(`Type of '${pythonText(accounts)}' must be a list or dictionary`, accounts.place);
  setVersion(target, accounts.place);
  const principal = mapFrom(accounts.place, [["AWS", accounts.kind === "list" ? accounts : listNode(accounts.place, [accounts])]]);
  addStatement(target, statementOf(effect, resources, principal, accounts.place), { always: true });
}

function addAddresses(target: EditableMap, addresses: Node | undefined, test: string, resources: Node): void {
  if (!isTruthy(addresses)) return;
  const list = addresses.kind === "list" ? addresses : listNode(addresses.place, [addresses]);
  addAllowAndDeny(target, resources, mapFrom(addresses.place, [[test, mapFrom(addresses.place, [["aws:SourceIp", list]])]]), addresses.place);
}

function addNetworks(target: EditableMap, policy: MapNode, list: "Whitelist" | "Blacklist", test: string, resources: Node, parameters: Parameters): void {
  const names = policy.get(`SourceVpc${list}`);
  const given = names === undefined || isNull(names) || (names.kind === "map" && names.size === 0) ? [] : names.kind === "list" ? names.items : [names];
  if (given.some((item) => !isA(parameters.look(item), "string") && !parameters.isParameter(item))) {
    refuseDocument(`SourceVpc${list} must be a list of strings. Use IntrinsicVpc${list} instead for values that use Intrinsic Functions`, names?.place ?? policy.place);
  }
  const itemsOf = (key: string): readonly Node[] => {
    const node = policy.get(key);
    return node?.kind === "list" ? node.items : [];
  };
  const starting = (prefix: string): Node[] => given.filter((item) => stringOf(parameters.look(item))?.startsWith(prefix) === true);
  const vpcs = [...starting("vpc-"), ...itemsOf(`IntrinsicVpc${list}`)];
  const endpoints = [...starting("vpce-"), ...itemsOf(`IntrinsicVpce${list}`)];
  if (vpcs.length === 0 && endpoints.length === 0) return;
  const place = names?.place ?? vpcs[0]?.place ?? endpoints[0]?.place ?? policy.place;
  const sources = new EditableMap(place);
  if (vpcs.length > 0) sources.set("aws:SourceVpc", listNode(place, vpcs));
  if (endpoints.length > 0) sources.set("aws:SourceVpce", listNode(place, endpoints));
  addAllowAndDeny(target, resources, mapFrom(place, [[test, sources]]), place);
}

function addAllowAndDeny(target: EditableMap, resources: Node, condition: Node, place: Place): void {
  setVersion(target, place);
  const everyone = scalar(place, "*");
  const isFirst = !isGiven(target.get("Statement"));
  if (isFirst) target.set("Statement", new EditableList(place), place);
  addStatement(target, statementOf("Allow", resources, everyone, place));
  addStatement(target, statementOf("Deny", resources, everyone, place).set("Condition", condition));
}

function isGiven(node: Node | undefined): boolean {
  return node !== undefined && !isNull(node);
}

const seen = new WeakMap<EditableMap, Set<string>>();

/** Appends a statement unless an equal one is there; the first one stands by itself, not in a list. */
function addStatement(target: EditableMap, statement: Node, { always = false } = {}): void {
  const there = target.get("Statement");
  if (there === undefined || isNull(there)) {
    target.set("Statement", statement, statement.place);
    return;
  }
  if (there.kind !== "list") target.set("Statement", new EditableList(there.place, [there]));
  const list = editList(target, "Statement");
  if (list === undefined) return;
  let known = seen.get(target);
  if (known === undefined) {
    known = new Set(list.items.map((item) => shortHash(item)));
    seen.set(target, known);
  }
  const hash = shortHash(statement);
  if (!always && known.has(hash)) return;
  known.add(hash);
  list.items.push(statement);
}
