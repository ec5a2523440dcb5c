import { callsIn } from "./ir-walk.ts";
import { textOf } from "./source-text.ts";
import type { State } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { isOfProject, soundsLikeCors } from "./names.ts";
import type { FrameworkUse } from "./types.ts";
import { options, textOfVal, type Ext, type Func, type Site, type Val } from "./values.ts";
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
  [/^aws_lambda_powertools\.event_handler(?:\..*)?#(?:API\w*|Api\w*|ALB|Lambda\w*|VPCLattice\w*)Resolver\(\)$/u, "aws_lambda_powertools"],
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

/** Calls that say what an application does for one of its routes, and not for all. */
const ROUTE = /^(?:get|post|put|patch|delete|del|head|route)$/u;

/** What an application does about CORS, from the calls that configure it. */
export function useOf(m: Machine, state: State, app: Ext, textOfFile: (file: string) => string | undefined): FrameworkUse {
  const host = hostOf(m, state, app);
  if (host) return useOf(m, state, host, textOfFile);
  const name = appName(app) ?? app.path;
  const base = { name, site: app.site, middlewares: [] };
  const made = configuredCors(state, app);
  if (made) return { ...base, cors: "yes", corsSite: made.site, corsOptions: made.options };
  let hidden = UNSEEN_BY_DEFAULT.has(name);
  const routes: (CorsUse | undefined)[] = [];
  const group = groupOf(m, state, app);
  for (const call of m.extCalls) {
    const mentions = call.args.flatMap((argument) => extsIn(state, argument));
    const isPart = isPartOf(group, call);
    // Answers to preflights say nothing of other answers.
    if (!group.has(call.id) || (isPart && call.of?.name === "options")) continue;
    const used = corsOfCall(state, call, mentions, textOfFile);
    if (isPart && ROUTE.test(call.of?.name ?? "")) routes.push(used);
    else if (used) return { ...base, cors: "yes", corsSite: used.site, corsOptions: used.options };
    hidden ||= isOutOfView(call, isPart) || (isPart && call.args.flatMap(options).some((argument) => argument.k === "fn" && handsReplyOut(state, argument)));
  }
  const onRoute = routes.find((used) => used !== undefined);
  if (onRoute) return { ...base, cors: routes.every((used) => used !== undefined) ? "yes" : "unknown", corsSite: onRoute.site, corsOptions: onRoute.options };
  // A route may send the header by itself, through whatever it calls.
  const isMentioned = [textOfFile(app.site.file) ?? "", ...[...m.moduleScopes.keys()].map(({ text }) => text)].some((text) => /access-control-allow-origin|cors_?headers/iu.test(text));
  return { ...base, cors: hidden || isMentioned ? "unknown" : "no", corsSite: undefined, corsOptions: undefined };
}

/** The calls that configure an application: its own, and those of what is made from it or given to it (an adapter, a router, a part of the app). */
function groupOf(m: Machine, state: State, app: Ext): ReadonlySet<number> {
  const group = new Set([app.id]);
  for (let size = 0, round = 0; size !== group.size && round < 4; round++) {
    size = group.size;
    for (const call of m.extCalls) {
      const mentions = call.args.flatMap((argument) => extsIn(state, argument));
      const isPart = isPartOf(group, call);
      if (!isPart && !mentions.some((ext) => group.has(ext.id))) continue;
      group.add(call.id);
      if (isPart) for (const ext of mentions) if (appName(ext) !== undefined || /(?:Router|Blueprint)\(\)$/u.test(ext.path)) group.add(ext.id);
    }
  }
  return group;
}

function isPartOf(group: ReadonlySet<number>, call: Ext): boolean {
  const receiver = call.of?.how === "get" ? call.of.of : undefined;
  return receiver !== undefined && (group.has(receiver.id) || /Router\(\)$/u.test(receiver.path));
}

interface CorsUse {
  readonly site: Site;
  readonly options: FrameworkUse["corsOptions"];
}

/** What the constructor of an application is told: `cors=CORSConfig()`, `{ cors: true }`, `middleware=[Middleware(CORSMiddleware)]`. */
function configuredCors(state: State, app: Ext): CorsUse | undefined {
  const configured = [app.keywords.get("cors"), ...app.args.map((argument) => propertyOf(state, argument, "cors"))].find((value) => value !== undefined && !isNothing(value));
  if (configured !== undefined) return configured.k === "ext" ? { site: configured.ext.site, options: optionsOf(state, configured.ext) } : { site: app.site, options: new Map() };
  const middlewares = [...app.keywords.values(), ...app.args].flatMap((value) => itemsOf(state, value)).flatMap((item) => extsIn(state, item));
  const cors = middlewares.find((ext) => [ext, ...ext.args.flatMap((argument) => extsIn(state, argument))].some((one) => soundsLikeCors(one.path)));
  return cors && { site: cors.site, options: optionsOf(state, cors) };
}

function itemsOf(state: State, value: Val): readonly Val[] {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  return cell?.kind === "array" ? cell.items : [];
}

/** CORS that one call sets up, whatever its style: an option, a middleware, a function that writes the header. */
function corsOfCall(state: State, call: Ext, mentions: readonly Ext[], textOfFile: (file: string) => string | undefined): CorsUse | undefined {
  if (call.path === "json-server#defaults()" || mentions.some((ext) => ext.path === "json-server#defaults()")) return { site: call.site, options: undefined };
  const option = call.args[0] && propertyOf(state, call.args[0], "cors");
  if (option !== undefined && !isNothing(option)) return { site: call.site, options: optionsOfValue(state, option) };
  const cors = [call, ...mentions].find((ext) => soundsLikeCors(ext.path));
  // `add_middleware(CORSMiddleware, allow_origins=[…])`: the options are those of the call.
  if (cors || soundsLikeCors(call.name)) return { site: call.site, options: new Map([...optionsOf(state, call), ...(cors ? optionsOf(state, cors) : [])]) };
  const writes = call.args.flatMap(options).some((argument) => argument.k === "fn" && /Access-Control-Allow-Origin|\.cors\(/iu.test(codeOf(textOfFile, argument.module.file, argument.fn)));
  return writes ? { site: call.site, options: undefined } : undefined;
}

/** The application of Nest that this one serves: what Nest is told counts for it. */
function hostOf(m: Machine, state: State, app: Ext): Ext | undefined {
  if (appName(app) === "nest") return undefined;
  return m.extCalls.find((call) => appName(call) === "nest" && call.args.flatMap((argument) => extsIn(state, argument)).some((ext) => [ext, ...ext.args.flatMap((argument) => extsIn(state, argument))].some(({ id }) => id === app.id)));
}

/** What routes answer through, in Express and its like. */
const REPLY = /^_*(?:res|resp|response|reply|c|ctx|context)_*$/iu;

/** Does a route hand what it answers through to a function that is not in view? That may send the header. */
function handsReplyOut(state: State, { fn, scope }: Func): boolean {
  const replies = new Set(fn.params.flatMap(({ target }) => (target.kind === "name" && REPLY.test(target.name) ? [target.name] : [])));
  if (replies.size === 0) return false;
  return callsIn(fn.body).some(({ callee, args }) => {
    const given = args.some(({ value }) => value.kind === "name" && replies.has(value.name));
    let root = callee;
    while (root.kind === "get" || root.kind === "call") root = root.kind === "get" ? root.object : root.callee;
    return given && root.kind === "name" && valuesOf(state, scope, root.name).some((value) => value.k === "unknown" || (value.k === "ext" && value.ext.path.includes("#")));
  });
}

/** What a variable is once the module has run; nothing of what the function defines itself, and of globals. */
function valuesOf(state: State, scope: number, name: string): readonly Val[] {
  for (let cell = state.get(scope); cell; cell = cell.parent === undefined ? undefined : state.get(cell.parent)) {
    const found = cell.props.get(name);
    if (found) return options(found.value);
  }
  return [];
}

/** Is something set up by what is not in view? */
function isOutOfView(call: Ext, isPart: boolean): boolean {
  if (!isPart && isOfProject(call.path)) return true;
  return call.args.flatMap(options).some((argument) => (argument.k === "ext" ? isOfProject(argument.ext.path) : argument.k === "unknown" || (argument.k === "event" && argument.path !== "")));
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
  for (const [name, value] of ext.keywords) found.set(name, onlyItem(state, value) ?? textOfVal(value));
  for (const argument of ext.args) for (const [name, value] of optionsOfValue(state, argument)) found.set(name, value);
  return found;
}

/** Of `allow_origins=["*"]` the one item. */
function onlyItem(state: State, value: Val): Value | undefined {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  const [item] = cell?.kind === "array" && cell.open === undefined && cell.items.length === 1 ? cell.items : [];
  return item && textOfVal(item);
}

function optionsOfValue(state: State, value: Val): ReadonlyMap<string, Value> {
  const cell = value.k === "ref" ? state.get(value.id) : undefined;
  return new Map(cell?.kind === "object" ? [...cell.props].map(([name, property]) => [name, textOfVal(property.value)]) : []);
}
