import { includes, plainFrom } from "../../source/index.ts";
import type { View, World } from "../../template/index.ts";
import { domainNamed, mappingsOf } from "../domains.ts";
import type { Api } from "../model.ts";

/** An API or a bucket as a domain name leads to it. */
export interface NamedApi {
  readonly api: Api;
  /** Of a custom domain: the path below which it has the API. */
  readonly basePath?: string;
  /** A name that answers only to requests for another Host: the one which AWS made for a custom domain. */
  readonly hasOtherHost?: true;
}

/** Attributes that are a domain name, or a URL with one. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  http: ["ApiEndpoint"],
  "function-url": ["FunctionUrl"],
  bucket: ["DomainName", "RegionalDomainName", "DualStackDomainName", "WebsiteURL"],
};

/** What AWS writes behind the id of an API, or the name of a bucket, to make a domain name of it. */
const AFTER_ID: Readonly<Record<string, string>> = { rest: "execute-api", http: "execute-api", bucket: ".s3" };

/** The one API or bucket of the template that a domain name surely leads to: by its own name, or by a custom domain. */
export function namedApi(world: World, name: View, apis: ReadonlyMap<string, Api>): NamedApi | undefined {
  const named = new Set<Api>();
  for (const { id, attribute } of name.mentions()) {
    const api = apis.get(id);
    if (!api) continue;
    if (!isDomain(name, api, attribute)) return undefined;
    named.add(api);
  }
  const [api] = named;
  return api ? (named.size === 1 ? { api } : undefined) : behindDomain(world, name, apis);
}

function isDomain(name: View, { kind }: Api, attribute: string | undefined): boolean {
  if (attribute !== undefined) return ATTRIBUTES[kind]?.includes(attribute) === true || /^(?:Rest)?ApiId$/u.test(attribute) && isWritten(name, "execute-api");
  const afterId = AFTER_ID[kind];
  return afterId !== undefined && isWritten(name, afterId);
}

function isWritten(name: View, text: string): boolean {
  return includes(name.text(), text) === "yes" || (name.node !== undefined && JSON.stringify(plainFrom(name.node)).includes(text));
}

/** A domain of several APIs takes its path into account as well; of such a one nothing is said. */
function behindDomain(world: World, name: View, apis: ReadonlyMap<string, Api>): NamedApi | undefined {
  const domain = domainNamed(world, name);
  const [mapping, another] = domain ? mappingsOf(world, domain) : [];
  const api = mapping && apis.get(mapping.apiId);
  if (!api || another || mapping.basePath === undefined) return undefined;
  return { api, basePath: mapping.basePath, ...(name.reference()?.attribute !== undefined && { hasOtherHost: true }) };
}
