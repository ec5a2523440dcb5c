import { textOf } from "./source-text.ts";
import type { State } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { soundsLikeCors } from "./names.ts";
import type { FrameworkUse } from "./types.ts";
import { options, textOfVal, type Ext, type Site, type Val } from "./values.ts";
import type { Value } from "../source/index.ts";

/** Constructors of applications that answer HTTP themselves, by the path of the call. */
const APPS: readonly (readonly [RegExp, string])[] = [
  [/^(?:express|express#default)#?(?:\.default)?\(\)$/u, "express"],
  [/^fastify#(?:fastify|Fastify)?\(\)$/u, "fastify"],
  [/^hono#Hono\(\)$/u, "hono"],
  [/^koa#\(\)$/u, "koa"],
  [/^(?:restana|polka|restify|h3|elysia)#/u, "an HTTP framework"],
  [/^@nestjs\/core#NestFactory\.create\(\)$/u, "nest"],
  [/^lambda-api#\(\)$/u, "lambda-api"],
  [/^json-server#create\(\)$/u, "json-server"],
  [/^@aws-lambda-powertools\/event-handler\/.*#Router\(\)$/u, "@aws-lambda-powertools/event-handler"],
  [/^aws_lambda_powertools\.event_handler(?:\..*)?#\w*Resolver\(\)$/u, "aws_lambda_powertools"],
  [/^chalice#Chalice\(\)$/u, "chalice"],
  [/^flask#Flask\(\)$/u, "flask"],
  [/^(?:fastapi|starlette\.applications)#(?:FastAPI|Starlette)\(\)$/u, "fastapi"],
  [/^(?:apollo-server-lambda|@apollo\/server|graphql-yoga)#\w+\(\)$/u, "graphql"],
];

/** Adapters between Lambda and such an application. */
const ADAPTERS =
  /^(?:@vendia\/serverless-express|@codegenie\/serverless-express|serverless-http|aws-serverless-express|@fastify\/aws-lambda|aws-lambda-fastify|hono\/aws-lambda|serverless-koa|aws-serverless-koa|@as-integrations\/aws-lambda|mangum|awsgi|aws_wsgi|apig_wsgi|serverless_wsgi|a2wsgi|zappa)#/u;

/** They send CORS headers, or not, depending on their version. */
const UNSEEN_BY_DEFAULT: ReadonlySet<string> = new Set(["graphql", "an HTTP framework"]);

export function appName(ext: Ext): string | undefined {
  return APPS.find(([pattern]) => pattern.test(ext.path))?.[1];
}

/** The application, or failing that the adapter, that a value out of view comes from. */
export function frameworkOf(m: Machine, state: State, ext: Ext, textOfFile: (file: string) => string | undefined): FrameworkUse | undefined {
  const { app, adapter } = search(state, ext);
  if (app !== undefined) return useOf(m, state, app, textOfFile);
  if (adapter === undefined) return undefined;
  return { name: adapter.path.split("#")[0] ?? adapter.path, site: adapter.site, cors: "unknown", corsSite: undefined, corsOptions: undefined, middlewares: [] };
}

/** Looks through a value's chain and arguments. Bounded: a chain is short, and so are lists of arguments. */
function search(state: State, start: Ext): { app: Ext | undefined; adapter: Ext | undefined } {
  const queue: Ext[] = [start];
  const seen = new Set<number>();
  let adapter: Ext | undefined;
  while (queue.length > 0 && seen.size < 60) {
    const ext = queue.shift();
    if (ext === undefined || seen.has(ext.id)) continue;
    seen.add(ext.id);
    if (appName(ext) !== undefined) return { app: ext, adapter };
    if (ADAPTERS.test(ext.path)) adapter ??= ext;
    if (ext.of) queue.push(ext.of);
    for (const argument of ext.args) queue.push(...extsIn(state, argument));
  }
  return { app: undefined, adapter };
}

function extsIn(state: State, value: Val): Ext[] {
  return options(value).flatMap((option) => {
    if (option.k === "ext") return [option.ext];
    const cell = option.k === "ref" ? state.get(option.id) : undefined;
    return cell ? [...cell.props.values()].flatMap((property) => options(property.value)).flatMap((inner) => (inner.k === "ext" ? [inner.ext] : [])) : [];
  });
}

/** What an application does about CORS, from the calls that configure it. */
export function useOf(m: Machine, state: State, app: Ext, textOfFile: (file: string) => string | undefined): FrameworkUse {
  const name = appName(app) ?? app.path;
  const configured = app.keywords.get("cors") ?? (app.args[0] && propertyOf(state, app.args[0], "cors"));
  const base = { name, site: app.site, middlewares: [] };
  if (configured !== undefined && !isNothing(configured)) {
    const made = configured.k === "ext" ? configured.ext : undefined;
    return { ...base, cors: "yes", corsSite: made?.site ?? app.site, corsOptions: made ? optionsOf(state, made) : new Map() };
  }
  let hidden = UNSEEN_BY_DEFAULT.has(name);
  const group = new Set([app.id]);
  for (const call of m.extCalls) {
    const receiver = call.of?.how === "get" ? call.of.of : undefined;
    const mentions = call.args.flatMap((argument) => extsIn(state, argument));
    // What is made from the app belongs to it: Nest around an Express adapter around express.
    const isPart = receiver !== undefined && (group.has(receiver.id) || /Router\(\)$/u.test(receiver.path));
    if (isPart || mentions.some((ext) => group.has(ext.id))) group.add(call.id);
    if (!isPart && !group.has(call.id)) continue;
    if (call.path === "json-server#defaults()" || mentions.some((ext) => ext.path === "json-server#defaults()")) return { ...base, cors: "yes", corsSite: call.site, corsOptions: undefined };
    const option = call.args[0] && propertyOf(state, call.args[0], "cors");
    if (option !== undefined && !isNothing(option)) return { ...base, cors: "yes", corsSite: call.site, corsOptions: optionsOfValue(state, option) };
    const cors = [call, ...mentions].find((ext) => soundsLikeCors(ext.path));
    if (cors || soundsLikeCors(call.name)) return { ...base, cors: "yes", corsSite: call.site, corsOptions: optionsOf(state, cors ?? call) };
    for (const argument of call.args.flatMap(options)) {
      if (argument.k === "fn" && /Access-Control-Allow-Origin|\.cors\(/iu.test(codeOf(textOfFile, argument.module.file, argument.fn))) return { ...base, cors: "yes", corsSite: call.site, corsOptions: undefined };
      if (argument.k === "ext" && /^[./]/u.test(argument.ext.path)) hidden = true;
      if (argument.k === "unknown" || (argument.k === "event" && argument.path !== "")) hidden = true;
    }
  }
  return { ...base, cors: hidden ? "unknown" : "no", corsSite: undefined, corsOptions: undefined };
}

function codeOf(textOfFile: (file: string) => string | undefined, file: string, span: { start: number; end: number }): string {
  return textOf(textOfFile(file) ?? "", span);
}

function isNothing(value: Val): boolean {
  return value.k === "prim" && !value.value;
}

function propertyOf(state: State, value: Val, name: string): Val | undefined {
  return value.k === "ref" ? state.get(value.id)?.props.get(name)?.value : undefined;
}

/** The options that a middleware is made with, as texts. */
export function optionsOf(state: State, ext: Ext): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const [name, value] of ext.keywords) found.set(name, textOfVal(value));
  for (const argument of ext.args) for (const [name, value] of optionsOfValue(state, argument)) found.set(name, value);
  return found;
}

function optionsOfValue(state: State, value: Val): ReadonlyMap<string, Value> {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  return new Map(cell?.kind === "object" ? [...cell.props].map(([name, property]) => [name, textOfVal(property.value)]) : []);
}

/** middy around a handler: its middlewares, and whether one of them adds CORS headers. */
export function middyOf(m: Machine, state: State, wrappers: readonly Ext[]): FrameworkUse | undefined {
  const chain = wrappers.filter((ext) => /^@?middy(?:\/core)?#|^@middy\/core#/u.test(ext.path));
  const [first] = chain;
  if (first === undefined) return undefined;
  const ids = new Set(chain.map((ext) => ext.id));
  const later = m.extCalls.filter((call) => !ids.has(call.id) && call.of?.how === "get" && call.of.of !== undefined && ids.has(call.of.of.id));
  const uses = [...chain, ...later].filter((call) => call.of?.how === "get" && call.of.name === "use").sort((a, b) => a.id - b.id);
  const middlewares = uses.flatMap((call) => call.args.flatMap((argument) => listed(state, argument))).map(({ name, site, ext }) => ({ name, site, options: ext ? optionsOf(state, ext) : new Map<string, Value>(), hasHiddenOptions: ext?.args.some((argument) => isHidden(state, argument)) ?? false }));
  const cors = middlewares.find((used) => soundsLikeCors(used.name));
  const sends = cors && ["origin", "origins", "getOrigin"].some((option) => cors.options.has(option));
  return { name: "middy", site: first.site, cors: cors ? (sends ? "yes" : "unknown") : "no", corsSite: cors?.site, corsOptions: cors?.options, middlewares };
}

/** Options that come from elsewhere, or to which something from elsewhere is added. */
function isHidden(state: State, value: Val): boolean {
  return options(value).some((option) => (option.k === "ref" ? state.get(option.id)?.open !== undefined : option.k !== "prim"));
}

function listed(state: State, value: Val): { name: string; site: Site; ext: Ext | undefined }[] {
  return options(value).flatMap((option) => {
    if (option.k === "ext") return [{ name: option.ext.path.replaceAll("()", "").replace(/#$/u, ""), site: option.ext.site, ext: option.ext }];
    const cell = option.k === "ref" ? state.get(option.id) : undefined;
    if (cell?.kind === "array") return cell.items.flatMap((item) => listed(state, item));
    return cell ? [{ name: "a middleware of this file", site: cell.site, ext: undefined }] : [];
  });
}
