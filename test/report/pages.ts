import { readFileSync } from "node:fs";
import { run } from "../cli/run.ts";
import { fortyRoutes } from "./projects.ts";

/** `cors-lint --format html` over a template. */
export async function pageOf(template: string, name = "template.yaml"): Promise<string> {
  const { out, err } = await run(["--format", "html", name], { files: { [`/project/${name}`]: template } });
  if (err !== "") throw new Error(err);
  return out;
}

/** A small project and one of forty routes, by name. Tests and scripts run at the root of the project. */
export const PROJECTS: Readonly<Record<"small" | "forty-routes", string>> = {
  small: readFileSync("fixtures/sample/template.yaml", "utf8"),
  "forty-routes": fortyRoutes(),
};

/** Names, values and code of this template try to leave the place where they are shown. */
export const HOSTILE = `Resources:
  Users:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: "users</title><script>document.title='hacked'</script>"
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins: ["https://app.example.com/\\"><img src=x onerror=\\"document.title='hacked'\\">"]
        AllowHeaders: ["'\\"><svg onload=document.title='hacked'>"]
  ListUsers:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Users, RouteKey: "GET /users/'\\" onfocus=document.title='hacked' autofocus x=\\"<b>\`\\u202e\${x}", Target: !Sub "integrations/\${Backend}" }
  CreateUser:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Users, RouteKey: "POST /users/</style><style>body{display:none}</style>", Target: !Sub "integrations/\${Backend}" }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Users, IntegrationType: HTTP_PROXY, IntegrationUri: "https://backend.example.com/<iframe src=javascript:alert(1)>", IntegrationMethod: GET, PayloadFormatVersion: "1.0" }
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Users, StageName: "<!--", AutoDeploy: true }
`;
