import type { Place } from "../../source/index.ts";
import type { MappingProblem } from "../model.ts";
import type { Holder } from "./mapping-expression.ts";

const TOKEN = /^[!#$%&'*+\-.^_`|~\w]+$/u;
const FAMILIES = /^(?:integration\.response\.(?:multivalue)?header|method\.response\.header|method\.request\.header|integration\.request\.header|gatewayresponse\.header)\.(?<name>.+)$/iu;

function isOfFamily(name: string): boolean {
  return name.includes(".") && FAMILIES.test(name);
}

/** Nobody writes a prefix more often. */
const MAX_PREFIXES = 3;

export interface MappingKey {
  /** The response header that the key sets, or would set if it were right. */
  readonly header: string | undefined;
  readonly isValid: boolean;
  readonly problem: MappingProblem | undefined;
}

/**
 * Reads the key of a mapping: `method.response.header.X` for integration responses (1.4), `gatewayresponse.header.X` for gateway
 * responses (G3). Anything else is refused when the template is deployed.
 */
export function mappingKey(key: string, keyPlace: Place, holder: Holder): MappingKey {
  return holder === "integration-response" ? integrationKey(key) : gatewayKey(key, keyPlace);
}

function integrationKey(key: string): MappingKey {
  const name = key.startsWith("method.response.header.") ? key.slice("method.response.header.".length) : undefined;
  if (name !== undefined && TOKEN.test(name) && !isOfFamily(name)) return { header: name, isValid: true, problem: undefined };
  const meant = headerMeantBy(key);
  return { header: meant, isValid: false, problem: { kind: "invalid-key", correctKey: meant && `method.response.header.${meant}` } };
}

function gatewayKey(key: string, keyPlace: Place): MappingKey {
  const [, kind, name = ""] = /^gatewayresponse\.(header|path|querystring)\.(.+)$/u.exec(key) ?? [];
  if (kind === "path" || kind === "querystring") return { header: undefined, isValid: true, problem: undefined };
  const isFromOtherFamily = /^(?:method|integration)\./iu.test(kind === "header" ? name : key);
  if (kind === "header" && TOKEN.test(name) && !isOfFamily(name)) return { header: name, isValid: true, problem: undefined };
  const meant = headerMeantBy(kind === "header" ? name : key);
  const correctKey = meant && (isWrittenWithoutPrefix(key, keyPlace) ? meant : `gatewayresponse.header.${meant}`);
  return { header: meant, isValid: false, problem: { kind: isFromOtherFamily ? "invalid-key" : "malformed-gateway-key", correctKey } };
}

/** SAM writes the prefix itself: what stands in the source is the rest of the key. */
function isWrittenWithoutPrefix(key: string, keyPlace: Place): boolean {
  return key === `gatewayresponse.header.${String(keyPlace.segment)}`;
}

function headerMeantBy(key: string): string | undefined {
  let name = key;
  for (let prefixes = 0; prefixes < MAX_PREFIXES; prefixes++) name = FAMILIES.exec(name)?.groups?.["name"] ?? name;
  return TOKEN.test(name) && !name.includes(".") ? name : undefined;
}
