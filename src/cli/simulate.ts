import { basePathUnder } from "../aws/addresses.ts";
import type { Api } from "../aws/model.ts";
import { type FetchRequest, type HeaderPair, laterRefusals, type ProfileName, predictFetch } from "../fetch/index.ts";
import { engine } from "../linter/lint.ts";
import { type Arguments, pairsOf, parseArguments } from "./arguments.ts";
import { wantsColor } from "./color.ts";
import type { Simulation } from "./exchange-text.ts";
import { configFor } from "./config.ts";
import { Given } from "./given.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io, UsageError } from "./io.ts";
import { loaded } from "./load.ts";
import { nearestOf } from "./nearest.ts";
import { SIMULATE_OPTIONS } from "./options.ts";
import type { Template } from "../template/types.ts";
import { wholeTemplates } from "./stacks.ts";
import { type ApiView, apiViews, routeName } from "../report/views.ts";

type SimulateArguments = Arguments<keyof typeof SIMULATE_OPTIONS>;

const PROFILES: readonly ProfileName[] = ["default", "standard", "chromium", "firefox", "webkit"];

/** An origin that no page has. */
const TARGET = "https://api.example.net";

/** `cors-lint simulate FILE --origin O --path P`: one prediction, printed step by step. */
export async function simulate(argv: readonly string[], io: Io): Promise<number> {
  const args = parseArguments(argv, SIMULATE_OPTIONS);
  const views = await viewsOf(args, io);
  const chosen = inScenario(ofOneApi(views, args), pairsOf("scenario", args.texts("scenario")));
  const request = requestFrom(args, chosen);
  const profile = args.choice("engine", PROFILES, "default");
  const simulations = chosen.map(({ api, label }): Simulation => ({ api, scenarios: label === "" ? [] : [label], request, profile, ...predicted(api, request, profile) }));

  const exchange = await import("./exchange-text.ts");
  const json = args.text("format") === "json";
  if (json) io.stdout(`${JSON.stringify({ version: 1, simulations: simulations.map(exchange.simulationData) }, null, 2)}\n`);
  else io.stdout(exchange.simulationsText(simulations, wantsColor(args.text("color"), io)));
  return simulations.some(({ verdict }) => verdict.outcome === "blocked") ? EXIT.findings : EXIT.clean;
}

async function viewsOf(args: SimulateArguments, io: Io): Promise<readonly ApiView[]> {
  if (args.positionals.length === 0) throw new UsageError("simulate needs one template: cors-lint simulate template.yaml --origin https://app.example.com --path /users");
  const { inputs, missing } = await inputsOf(args.positionals, io, args.text("stdin-filename"));
  const [problem] = missing;
  if (problem !== undefined) throw new UsageError(problem);
  const config = (await configFor(args, io))?.config;
  const given = await Given.from(args, io, config?.parameters);
  const templates: Template[] = [];
  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers: args.has("no-handlers") });
    switch (found.kind) {
      case "unreadable":
        throw new UsageError(`cannot read ${input.name}: ${found.message}`);
      case "failed":
        throw found.error;
      case "no-template":
        if (input.named) throw new UsageError(`${input.name} is no template: ${found.reason}`);
        break;
      case "template":
        templates.push(found.template);
    }
  }
  const whole = await wholeTemplates(templates);
  if (whole.length > 1) throw new UsageError(`simulate needs one template: ${whole.slice(0, 3).map(({ name }) => name).join(", ")}${whole.length > 3 ? ", …" : ""} take nothing from each other`);
  const views = whole.flatMap((template) => [...apiViews(engine, template, config?.declarations)]);
  if (views.length === 0) throw new UsageError(`there is no API in ${inputs.map(({ name }) => name).join(", ")}`);
  return views;
}

/** The API that is asked for; else the only one, or the only one with a route for the path. */
function ofOneApi(views: readonly ApiView[], args: SimulateArguments): readonly ApiView[] {
  const ids = [...new Set(views.map(({ api }) => api.id))];
  const asked = args.text("api");
  if (asked !== undefined) {
    const found = views.filter(({ api }) => api.id === asked || api.name === asked);
    if (found.length > 0) return found;
    const near = nearestOf(asked, ids);
    throw new UsageError(`there is no API ${asked}${near === undefined ? `; there is ${ids.join(", ")}` : `; did you mean ${near}?`}`);
  }
  const target = args.text("target");
  const addressed = target === undefined ? [] : views.filter(({ api }) => isAddressed(api, target, args.text("path")));
  if (addressed.length > 0 && addressed.length < views.length) return ofOneApi(addressed, args);
  // A bucket or a distribution is asked for by name, unless there is nothing else.
  const apis = views.filter(({ api }) => api.kind !== "bucket" && api.kind !== "distribution" && api.kind !== "headers-policy");
  if (apis.length > 0 && apis.length < views.length) return ofOneApi(apis, args);
  if (ids.length === 1) return views;
  const serves = (api: Api): boolean => api.routes.some((route) => route.path === args.text("path") || route.examplePath === args.text("path"));
  const serving = ids.filter((id) => views.some(({ api }) => api.id === id && serves(api)));
  if (serving.length === 1) return views.filter(({ api }) => api.id === serving[0]);
  throw new UsageError(`the template has several APIs; choose one with --api: ${ids.join(", ")}`);
}

/** Is the API called by this origin? Of two APIs under one domain the path tells which is meant. */
function isAddressed(api: Api, target: string, path: string | undefined): boolean {
  const base = basePathUnder(api, target);
  return base !== undefined && (path === undefined || base === "" || path === base || path.startsWith(`${base}/`));
}

/** The path as the API knows it: without the base path of the custom domain by which it is called. */
function pathOf(path: string, target: string | undefined, views: readonly ApiView[]): string {
  const whole = path.startsWith("/") ? path : `/${path}`;
  const base = target === undefined ? "" : (views.map(({ api }) => basePathUnder(api, target)).find((found) => found !== undefined) ?? "");
  return base !== "" && whole.startsWith(`${base}/`) ? whole.slice(base.length) : whole;
}

function inScenario(views: readonly ApiView[], wanted: ReadonlyMap<string, string>): readonly ApiView[] {
  const fits = ({ scenario }: ApiView): boolean => [...wanted].every(([name, value]) => scenario.get(name) === value);
  const found = views.filter(fits);
  if (found.length > 0) return found;
  const labels = views.map(({ label }) => label).filter((label) => label !== "");
  throw new UsageError(`no scenario has ${[...wanted].map((pair) => pair.join("=")).join(", ")}; ${labels.length > 0 ? `there is ${labels.slice(0, 8).join(" / ")}` : "nothing here depends on a parameter or condition (see --parameter)"}`);
}

function requestFrom(args: SimulateArguments, views: readonly ApiView[]): FetchRequest {
  const origin = args.text("origin");
  const path = args.text("path");
  if (origin === undefined) throw new UsageError("simulate needs --origin: where the page comes from, https://app.example.com");
  if (path === undefined) {
    const paths = new Set(views.flatMap(({ api }) => api.routes.filter((route) => !route.isOptions).map(routeName)));
    throw new UsageError(`simulate needs --path; there is ${[...paths].slice(0, 8).join(", ") || "no route"}`);
  }
  const credentials = args.choice("credentials", ["omit", "same-origin", "include"], "same-origin");
  return { origin, target: args.text("target") ?? TARGET, method: args.text("method") ?? "GET", path: pathOf(path, args.text("target"), views), headers: args.texts("header").map(headerFrom), credentials };
}

function headerFrom(text: string): HeaderPair {
  const at = text.indexOf(":");
  if (at < 1) throw new UsageError(`--header needs 'name: value', not ${JSON.stringify(text)}`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

/** `fetch` throws a TypeError for what it cannot send; so does the prediction. */
function predicted(api: Api, request: FetchRequest, profile: ProfileName): Pick<Simulation, "verdict" | "later"> {
  try {
    const verdict = predictFetch(api.server, request, { profile });
    return { verdict, later: verdict.outcome === "blocked" ? laterRefusals(api.server, request, verdict, { profile }) : [] };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(`fetch would throw: ${error.message}`);
    throw error;
  }
}
