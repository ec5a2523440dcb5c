import { loadTemplate } from "../../src/template/index.ts";
import type { LoadOptions, Template, View } from "../../src/template/index.ts";

/** A template from its text; `files` are its neighbours in the project. */
export function templateFrom(text: string, { parameters = {}, files = {}, name = "template.yaml" }: { parameters?: Record<string, string>; files?: Record<string, string>; name?: string } = {}): Template {
  const options: LoadOptions = {
    parameters: new Map(Object.entries(parameters)),
    readProjectFile: (_from, reference) => {
      const path = reference.replace(/^\.\//u, "");
      if (path.startsWith("../")) return { refused: "outside the project" };
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      return content === undefined ? { refused: "not found" } : { name: path, bytes: Buffer.from(content) };
    },
  };
  const template = loadTemplate({ name, bytes: Buffer.from(text) }, options);
  if ("notATemplate" in template) throw new Error(`not a template: ${template.notATemplate}`);
  return template;
}

/** `Properties.Name` of the resource `Api`, as the first scenario sees it. */
export function nameOfApi(template: Template): View {
  const scenario = template.scenarios(["Api"]).all[0];
  const api = template.world(scenario).resources.get("Api");
  if (api === undefined) throw new Error("there is no Api");
  return api.properties.get("Name");
}

/** A template whose API has the given YAML flow value as its name. */
export function apiNamed(value: string, sections = ""): string {
  return `${sections}
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      ProtocolType: HTTP
      Name: ${value}
  Site:
    Type: AWS::CloudFront::Distribution
  Assets:
    Type: AWS::S3::Bucket
  CreateUser:
    Type: AWS::Lambda::Function
  CreateUserUrl:
    Type: AWS::Lambda::Url
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: {ProtocolType: WEBSOCKET}
  Lookup:
    Type: Custom::Lookup
`;
}
