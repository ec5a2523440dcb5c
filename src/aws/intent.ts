import { serviceWord } from "../handler/index.ts";
import type { Place } from "../source/index.ts";
import type { World } from "../template/index.ts";
import { saysNoOrigin } from "./no-origin.ts";
import type { ApiDeclarations } from "./declared.ts";
import { apiSignals, DECISIVE, type ServiceCaller, serviceCallers } from "./intent-signals.ts";
import type { ApiKind, CorsSetting, Intent, IntentEvidence } from "./model.ts";

export { hasIdentityPool, serviceCallers, type ServiceCaller } from "./intent-signals.ts";

const OF_A_FUNCTION = "this header of its function shows that browsers are meant to call it";
const PRIVATE = "a private endpoint is out of a public browser's reach";

/** From this score on an API is meant for browsers. */
const BROWSER = 4;
/** Up to this score an API is meant for services. */
const SERVICE = -3;

/**
 * Whether browsers are meant to call an API: the sum of its own signals (OPTIONS methods, CORS headers, private endpoints) and of those
 * that stand elsewhere in the template (user pools, frontends, distributions, outputs, `Metadata.cors-lint.clients`).
 */
export function apiIntent(world: World, api: { readonly id: string; readonly kind: ApiKind; readonly place: Place; readonly signals: readonly IntentEvidence[]; readonly settings?: readonly CorsSetting[]; readonly declared?: ApiDeclarations }): Intent {
  const { declared } = api;
  const said = declared?.intent();
  if (said) return intentOf([...api.signals, said]);
  const found = apiSignals(world, api.id).filter(({ weight }) => weight <= 0 || weight >= DECISIVE || !isPrivate(api.signals));
  const isSaid = found.some(({ weight }) => Math.abs(weight) >= DECISIVE);
  const byDefault = isSaid ? undefined : declared?.defaultIntent;
  const signals = [...api.signals, ...noOrigin(api.settings ?? []), ...(declared?.signals ?? []), ...found, ...(byDefault ? [byDefault] : [])];
  // Beside anything that speaks for browsers it says nothing: an API may have both for clients.
  const [caller] = signals.some(({ weight }) => weight > 0) ? [] : serviceCallers(world, api.id);
  return intentOf(caller ? [...signals, { note: "this service calls it", weight: -3, place: caller.place }] : signals);
}

/** No public page reaches a private endpoint, so a frontend elsewhere in the template is not one of its callers. What the API says of itself counts all the same. */
function isPrivate(signals: readonly IntentEvidence[]): boolean {
  return signals.some(({ note }) => note === PRIVATE);
}

/** CORS that lets in nobody is there for another way to deploy the same template, one with a frontend. */
function noOrigin(settings: readonly CorsSetting[]): readonly IntentEvidence[] {
  const origins = settings.flatMap(({ property, items }) => (property === "allow-origin" ? items : []));
  const [first] = origins;
  return first && origins.every(({ value }) => saysNoOrigin(value)) ? [signal.noOrigin(first.place)] : [];
}

/** The verdict on a list of signals. */
export function intentOf(signals: readonly IntentEvidence[]): Intent {
  const score = signals.reduce((sum, { weight }) => sum + weight, 0);
  const evidence = signals.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { kind: score >= BROWSER ? "browser" : score <= SERVICE ? "service" : "unknown", score, evidence };
}

/** What an API says of itself, with the weights of docs/aws-behaviour.md; the front ends of the model choose among them. */
export const signal = {
  options: (place: Place): IntentEvidence => ({ note: "this OPTIONS method shows that browsers are meant to call it", weight: 5, place }),
  corsConfiguration: (place: Place): IntentEvidence => ({ note: "this CORS configuration shows that browsers are meant to call it", weight: 5, place }),
  corsHeader: (place: Place): IntentEvidence => ({ note: "this CORS header shows that browsers are meant to call it", weight: 4, place }),
  handlerHeader: (place: Place): IntentEvidence => ({ note: OF_A_FUNCTION, weight: 4, place }),
  noOrigin: (place: Place): IntentEvidence => ({ note: "this says that no page calls it", weight: -25, place }),
  privateEndpoint: (place: Place): IntentEvidence => ({ note: PRIVATE, weight: -5, place }),
  ownPages: (place: Place): IntentEvidence => ({ note: "the API serves its pages itself, and they need no CORS to call it", weight: -4, place }),
  iamOnly: (place: Place): IntentEvidence => ({ note: "requests signed with IAM keys come from services, for no identity pool hands keys to browsers", weight: -4, place }),
  apiKeyOnly: (place: Place): IntentEvidence => ({ note: "every method wants an API key of a usage plan, as services have", weight: -2, place }),
} as const;

export interface RouteOfIntent {
  readonly path: string;
  readonly method: string;
  readonly place: Place;
  readonly functionId: string | undefined;
  /** It has an OPTIONS method or CORS headers of its own: then its name says nothing against browsers. What all paths share says nothing against what the route answers. */
  readonly ownCors?: "own" | "shared" | undefined;
  /** It only sends the browser to another page: {@link import("./navigation.ts").sendsElsewhere}. */
  readonly sendsElsewhere?: boolean;
  /** It answers with a page, or with a file of one: {@link import("./navigation.ts").opensAsPage}. */
  readonly opensAsPage?: boolean;
  /** Not a function but a mapping of the API answers. */
  readonly isMapped?: boolean;
  /** Is its function known to allow no origin? Asked only where a name speaks for services and an OPTIONS method of all paths for browsers. */
  readonly allowsNoOrigin?: () => boolean;
  /** What the configuration says of its path. */
  readonly declared?: IntentEvidence | undefined;
}

/** Of the words of {@link serviceWord} those that name what calls, not whom it is about: pages have `/stripe/checkout`, and none has a webhook. */
const CALLED_BY_SERVICES = /^(?:web)?hooks?$|^internal$|^health(?:z|check|checks)?$|^cron$/u;

/**
 * Whether browsers are meant to call one route. A name that services have (`/webhooks/stripe`, `HealthCheck`), a service that calls it, or an
 * answer that is nothing but a redirect outweighs what speaks for the API as a whole, unless the route has CORS of its own or a person said whom the API is for. Where
 * all paths share an OPTIONS method, it takes a name like `webhook` and a function that allows no origin.
 */
export function routeIntent(whole: Intent, route: RouteOfIntent, callers: readonly ServiceCaller[] = []): Intent {
  if (route.declared) return intentOf([route.declared]);
  if (route.ownCors === "own" || whole.evidence.some(({ weight }) => Math.abs(weight) >= DECISIVE)) return whole;
  const api = route.isMapped === true && route.ownCors === undefined ? withoutFunctions(whole) : whole;
  const negatives: IntentEvidence[] = [];
  const word = serviceWord(route.path) ?? serviceWord(route.functionId ?? "");
  const isService = word !== undefined && (route.ownCors === undefined || (CALLED_BY_SERVICES.test(word.toLowerCase()) && route.allowsNoOrigin?.() === true));
  if (isService) negatives.push({ note: `the name \`${word}\` is one that services call`, weight: -3, place: route.place });
  const caller = route.ownCors !== undefined ? undefined : callers.find(({ urlEnd }) => endsWithPath(urlEnd, route.path));
  if (caller) negatives.push({ note: "this service calls it", weight: -3, place: caller.place });
  if (route.sendsElsewhere === true) negatives.push({ note: "it redirects: pages link to it, and no script calls it", weight: -4, place: route.place });
  if (route.opensAsPage === true) negatives.push({ note: "it answers with a page: browsers open it, and no script reads it", weight: -4, place: route.place });
  if (negatives.length === 0) return api;
  const others = api.evidence.filter(({ weight }) => weight < 0);
  return intentOf([...negatives, ...others]);
}

/** What one function sends says nothing of a route that hands its requests to a queue: whoever filled in the header for pages would have mapped it there, too. */
function withoutFunctions(api: Intent): Intent {
  const others = api.evidence.filter(({ note }) => note !== OF_A_FUNCTION);
  return others.length === api.evidence.length ? api : intentOf(others);
}

function endsWithPath(urlEnd: string, path: string): boolean {
  const trimmed = path.replace(/\/+$/u, "");
  return trimmed.length > 1 && urlEnd.replace(/\/+$/u, "").endsWith(trimmed);
}
