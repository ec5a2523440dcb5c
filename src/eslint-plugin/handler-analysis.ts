import { relative, sep } from "node:path";
import { analyzeProgram, type EstreeNode, handlerLanguage, type HandlerAnalysis, serviceWord } from "../handler/index.ts";
import type { RuleContext } from "./host.ts";
import { ProjectModules } from "./project-modules.ts";
import { type HandlerSetting, settingsOf } from "./settings.ts";
import { templateEngine } from "./template-engine-loader.ts";

/** What is known of the handlers of a file, and of who calls them. */
export interface FileAnalysis {
  /** As sites name the file. */
  readonly file: string;
  readonly analysis: HandlerAnalysis;
  readonly modules: ProjectModules;
  /** The types or the settings say that it stands behind a proxy integration, where nobody else sends CORS headers. */
  readonly isForBrowsers: boolean;
  /** What API Gateway's REST APIs make of a response counts. */
  readonly isRest: boolean;
  /** What it says about CORS reaches no page: what stands in front of it sends the headers, or only services call it. */
  readonly isMoot: boolean;
}

/** All rules share one analysis of a file. */
const analyses = new WeakMap<object, FileAnalysis>();

export function analysisOf(context: RuleContext): FileAnalysis {
  const { ast } = context.sourceCode;
  const known = analyses.get(ast);
  if (known) return known;
  const made = analyse(context);
  analyses.set(ast, made);
  return made;
}

/** Words of handlers. Most files of most projects have none of them, and are not looked at any further. */
const MAY_BE_HANDLER =
  /statusCode|access-control|cors\b|middy|powertools|apigateway|lambda|\bhandler\b|httpMethod|multiValue|rawPath|routeKey|(?:queryString|path)Parameters|streamifyResponse|\bevent\??\.(?:body|headers|path|requestContext)\b|\bevent\[|\bexports?\b[^\n]{0,100}\(\s*_?(?:event|evt)\b/iu;

/** A function called handler, one whose first parameter is the event, or one of Lambda's types. */
const READS_LIKE_HANDLER = /\bhandler\s*[=:(]|\(\s*_?(?:event|evt)\b|APIGateway|LambdaFunctionURL|["']aws-lambda["']|\bmiddy\b/u;

function nothingIn(file: string): HandlerAnalysis {
  return { file, kind: "unknown", evidence: [], handlers: [], responses: [], unknowns: [], framework: undefined, originReads: [], envReads: [], answersOptions: "maybe", problem: undefined };
}

function analyse(context: RuleContext): FileAnalysis {
  const { cwd, filename, sourceCode } = context;
  const file = relative(cwd, filename).split(sep).join("/");
  const input = { file, text: sourceCode.text, language: handlerLanguage(filename) ?? "javascript" } as const;
  const modules = new ProjectModules(cwd);
  if (!MAY_BE_HANDLER.test(sourceCode.text)) return { file, analysis: nothingIn(file), modules, isForBrowsers: false, isRest: false, isMoot: true };
  // A tree of another shape makes the analysis say less, not fail.
  const program = sourceCode.ast as EstreeNode;
  const alone = analyzeProgram(program, input);
  // Other modules are read for handlers only, not for each file of a project.
  const isHandler = alone.kind === "http" || (alone.responses.length > 0 && READS_LIKE_HANDLER.test(sourceCode.text));
  const analysis = isHandler ? analyzeProgram(program, input, { readModule: modules.read }) : alone;
  const settings = settingsOf(context);
  const isWorthAsking = settings.template !== undefined && (analysis.kind === "http" || analysis.responses.length > 0);
  const door = isWorthAsking ? templateEngine().frontDoorOf({ template: settings.template, file, cwd, parameters: settings.parameters }) : undefined;
  return { file, analysis, modules, ...(door ?? standing(settings.handlers, sourceCode.text, file, analysis)) };
}

/** `APIGatewayProxyHandler` and its result are types of REST APIs (and of HTTP APIs that imitate them); those of HTTP APIs end in V2. */
const PROXY_TYPE = /\bAPIGatewayProxy(?:Handler|Result)\b/u;
const V2_TYPE = /\bAPIGatewayProxy\w*V2\b|\bLambdaFunctionURL\w+/u;
/** Only events of this format have them. */
const V1_READ = /reads (?:httpMethod|multiValue\w+|resource|requestContext\.(?:httpMethod|resourcePath|identity))\b/u;

function standing(setting: HandlerSetting, text: string, file: string, { kind, evidence, handlers }: HandlerAnalysis): Pick<FileAnalysis, "isForBrowsers" | "isRest" | "isMoot"> {
  switch (setting) {
    case "rest-proxy":
      return { isForBrowsers: true, isRest: true, isMoot: false };
    case "http-api":
      return { isForBrowsers: true, isRest: false, isMoot: false };
    case "managed-cors":
      return { isForBrowsers: false, isRest: false, isMoot: true };
    case "unknown": {
      // What is typed by its result alone may be called by others: by a state machine, with an event of its own type.
      const isForOthers = kind === "unknown" && evidence.some((one) => one.kind === "other");
      const isTyped = PROXY_TYPE.test(text) && !V2_TYPE.test(text) && !isForOthers;
      // A name that says that services call it outweighs what a type says.
      const isForServices = serviceWord(file) !== undefined || (handlers.length > 0 && handlers.every((name) => serviceWord(name) !== undefined));
      return { isForBrowsers: isTyped && !isForServices, isRest: isTyped || (!V2_TYPE.test(text) && evidence.some(({ what }) => V1_READ.test(what))), isMoot: false };
    }
  }
}
