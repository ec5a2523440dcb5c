import type { Place } from "../source/index.ts";
import type { Scenario, World } from "../template/index.ts";
import { browserRequests, type BrowserRequestInput, expectsCredentials } from "./browser-requests.ts";
import { DECISIVE } from "./intent-signals.ts";
import type { BrowserRequest, CorsSetting, Declaration, IntentEvidence } from "./model.ts";

/** What a person says of APIs outside of their templates: the configuration. */
export interface Declarations {
  /** What is said of an API, or of one path of it, in a scenario. */
  of(api: DeclaredApi, path?: string): Declaration | undefined;
}

/** An API as the configuration may call it. */
export interface DeclaredApi {
  readonly id: string;
  readonly name: string;
  readonly scenario: Scenario;
  /** Values of the parameters that the scenario did not choose. */
  readonly parameters: World["template"]["parameters"];
}

interface ApiInWorld {
  readonly id: string;
  readonly name: string;
  readonly world: World;
}

/** What is declared of one API in one scenario, asked for again and again. */
export class ApiDeclarations {
  readonly #declarations: Declarations | undefined;
  readonly #api: ApiInWorld;
  readonly #byPath = new Map<string | undefined, Declaration | undefined>();

  constructor(declarations: Declarations | undefined, api: ApiInWorld) {
    this.#declarations = declarations;
    this.#api = api;
  }

  of(path?: string): Declaration | undefined {
    if (!this.#declarations) return undefined;
    if (!this.#byPath.has(path)) this.#byPath.set(path, this.#declarations.of(this.#asDeclared(), path));
    return this.#byPath.get(path);
  }

  #asDeclared(): DeclaredApi {
    const { id, name, world } = this.#api;
    return { id, name, scenario: world.scenario, parameters: world.template.parameters };
  }

  /** A person's word on who calls it; what holds for all APIs alike is left to {@link defaultIntent}. */
  intent(path?: string): IntentEvidence | undefined {
    const clients = this.of(path)?.clients;
    return clients && !clients.isDefault ? evidenceOf(clients) : undefined;
  }

  /** A person's word on all APIs: what a template says of itself outweighs it. */
  get defaultIntent(): IntentEvidence | undefined {
    const clients = this.of()?.clients;
    return clients?.isDefault ? evidenceOf(clients) : undefined;
  }

  /** Whoever names the pages of an API says that there are some. */
  get signals(): readonly IntentEvidence[] {
    const origins = this.of()?.origins;
    if (!origins || origins.values.length === 0) return [];
    return [{ note: "the configuration names the pages that call it", weight: origins.isDefault ? 2 : 5, place: origins.place }];
  }

  /** What pages send to a route: from the declared origins, with the declared headers and credentials, else as the API's settings show. */
  browserRequests(path: string, input: Omit<BrowserRequestInput, "credentials">, settings: readonly CorsSetting[], credentials = expectsCredentials(settings)): readonly BrowserRequest[] {
    const said = this.of(path);
    return browserRequests({
      ...input,
      origins: said?.origins?.values ?? input.origins,
      ...(said?.origins && { maxOrigins: said.origins.values.length }),
      extraHeaders: said?.requestHeaders?.map(({ name }) => name) ?? [],
      credentials: said?.credentials?.value ?? credentials,
    });
  }

  /** The same with credentials from pages that nobody declared; none where no origin is declared. */
  foreignRequests(path: string, input: Omit<BrowserRequestInput, "credentials" | "origins">): readonly BrowserRequest[] {
    const said = this.of(path);
    if (!said?.origins || said.origins.values.length === 0) return [];
    const origins = foreignOrigins(said.origins.values);
    const extraHeaders = said.requestHeaders?.map(({ name }) => name) ?? [];
    return browserRequests({ ...input, origins, extraHeaders, credentials: true }).filter(({ kind }) => kind === "credentialed");
  }
}

function evidenceOf({ kind, place }: NonNullable<Declaration["clients"]>): IntentEvidence {
  return kind === "browser"
    ? { note: "the configuration says that browsers call it", weight: DECISIVE, place }
    : { note: "the configuration says that services call it", weight: -DECISIVE, place };
}

/** A stranger, and one whose origin begins like a declared one: careless patterns let it in. */
function foreignOrigins(declared: readonly string[]): readonly string[] {
  const [first = "https://app.example.com"] = declared;
  return ["https://foreign.example.net", `${first.replace(/:\d+$/u, "")}.foreign.example.net`].filter((origin) => !declared.includes(origin));
}
