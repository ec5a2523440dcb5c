import { analyzeHandler, handlerLanguage } from "../../src/handler/index.ts";
import { decode } from "../../src/source/decode.ts";
import type { FileSystem } from "../../src/source/file-system.ts";

/** A template that lets browsers call the function in a file. */
export interface AroundHandler {
  readonly name: string;
  readonly text: string;
}

/** Of each file of a folder that holds a handler: templates with that function behind a REST API, an HTTP API with CORS and a URL with CORS. */
export async function aroundHandlers(files: FileSystem): Promise<readonly AroundHandler[]> {
  const found = await files.find(".", ["*.{js,mjs,cjs,ts,py}"]);
  return found.flatMap((path) => {
    const bytes = files.read(path);
    const file = path.slice(path.lastIndexOf("/") + 1);
    const language = handlerLanguage(file);
    if (!(bytes instanceof Uint8Array) || !language) return [];
    const [handler] = analyzeHandler({ file, text: decode(bytes).text, language }).handlers;
    if (handler === undefined) return [];
    const runtime = language === "python" ? "python3.13" : "nodejs22.x";
    return Object.entries(FRONT_DOORS).map(([door, lines]) => ({ name: `${file}.${door}.yaml`, text: template(`${file.replace(/\.\w+$/u, "")}.${handler}`, runtime, lines) }));
  });
}

const EVENT = (type: string): string => `      Events:
        Any: {Type: ${type}, Properties: {Path: /users, Method: any}}`;

const CORS = "{AllowOrigins: [https://app.example.com], AllowMethods: [GET, POST, PUT, DELETE], AllowHeaders: [content-type]}";

const FRONT_DOORS = {
  rest: { globals: `  Api: {Cors: {AllowOrigin: "'https://app.example.com'", AllowHeaders: "'content-type'"}}`, function: EVENT("Api") },
  http: { globals: `  HttpApi: {CorsConfiguration: ${CORS}}`, function: EVENT("HttpApi") },
  url: { globals: "  Function: {Timeout: 10}", function: `      FunctionUrlConfig: {AuthType: NONE, Cors: ${CORS}}` },
} as const;

function template(handler: string, runtime: string, { globals, function: own }: (typeof FRONT_DOORS)[keyof typeof FRONT_DOORS]): string {
  return `Transform: AWS::Serverless-2016-10-31
Metadata: {cors-lint: {clients: browser}}
Globals:
${globals}
Resources:
  Users:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: ${runtime}
      Handler: ${JSON.stringify(handler)}
      CodeUri: .
${own}
`;
}
