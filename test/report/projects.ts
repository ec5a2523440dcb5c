/** Templates as people write them, made rather than kept: forty routes, hundreds of routes, dozens of scenarios. */

interface Entity {
  readonly name: string;
  readonly path: string;
  readonly api: "Accounts" | "Shop";
  /** What each response of its function sends. */
  readonly headers: string;
}

const ORIGIN = "headers: { \"access-control-allow-origin\": process.env.APP_ORIGIN }";

const ENTITIES: readonly Entity[] = [
  { name: "User", path: "/users", api: "Accounts", headers: ORIGIN },
  { name: "Team", path: "/teams", api: "Accounts", headers: ORIGIN },
  { name: "Role", path: "/roles", api: "Accounts", headers: ORIGIN },
  { name: "Invitation", path: "/teams/{team}/invitations", api: "Accounts", headers: "headers: {}" },
  { name: "Session", path: "/sessions", api: "Accounts", headers: "headers: { \"access-control-allow-origin\": \"https://app.example.com/\" }" },
  { name: "Order", path: "/orders", api: "Shop", headers: "headers: {}" },
  { name: "Invoice", path: "/invoices", api: "Shop", headers: "headers: {}" },
  { name: "Product", path: "/products", api: "Shop", headers: "headers: {}" },
];

const VERBS = [["List", "GET", ""], ["Create", "POST", ""], ["Read", "GET", "/{id}"], ["Replace", "PUT", "/{id}"], ["Delete", "DELETE", "/{id}"]] as const;

/** A SAM template with two APIs, eight functions and forty routes. */
export function fortyRoutes(): string {
  return `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, AllowedValues: [dev, prod] }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Globals:
  Function:
    Runtime: nodejs22.x
    Handler: index.handler
    Environment:
      Variables:
        APP_ORIGIN: !If [IsProd, "https://app.example.com", "http://localhost:3000"]
Resources:
  Accounts:
    Type: AWS::Serverless::Api
    Properties:
      StageName: !Ref Stage
      Cors:
        AllowOrigin: !If [IsProd, "'https://app.example.com'", "'http://localhost:3000'"]
        AllowMethods: "'GET,POST,PUT'"
        AllowHeaders: "'Content-Type,Authorization'"
      Auth:
        DefaultAuthorizer: UserPool
        AddDefaultAuthorizerToCorsPreflight: false
        Authorizers:
          UserPool: { UserPoolArn: !GetAtt Pool.Arn }
  Pool:
    Type: AWS::Cognito::UserPool
  Shop:
    Type: AWS::Serverless::HttpApi
    Properties:
      CorsConfiguration:
        AllowOrigins: ["https://app.example.com", "https://admin.example.com"]
        AllowMethods: [GET, POST, DELETE]
        AllowHeaders: [content-type]
${ENTITIES.map(functionOf).join("\n")}
`;
}

function functionOf({ name, path, api, headers }: Entity): string {
  const kind = api === "Accounts" ? "Api" : "HttpApi";
  const events = VERBS.map(([verb, method, below]) => `        ${verb}: { Type: ${kind}, Properties: { ${kind === "Api" ? "RestApiId" : "ApiId"}: !Ref ${api}, Path: "${path}${below}", Method: ${method} } }`);
  return `  ${name}Function:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: |
        exports.handler = async (event) => {
          if (event.httpMethod === "DELETE") return { statusCode: 204, ${headers} };
          return { statusCode: 200, ${headers}, body: "[]" };
        };
      Events:
${events.join("\n")}`;
}

/** An HTTP API of so many routes, none of which browsers may call. */
export function manyRoutes(count: number): string {
  const routes = Array.from({ length: count }, (_, index) => `  Route${index}: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Users, RouteKey: POST /users/${index}, Target: !Sub "integrations/\${Backend}" } }`);
  return `Resources:
  Users: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: users, ProtocolType: HTTP, CorsConfiguration: { AllowOrigins: ["https://app.example.com/"] } } }
  Backend: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Users, IntegrationType: HTTP_PROXY, IntegrationUri: "https://backend.example.com", IntegrationMethod: POST, PayloadFormatVersion: "1.0" } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Users, StageName: $default, AutoDeploy: true } }
${routes.join("\n")}
`;
}

/** An HTTP API in as many scenarios as three parameters span; `Color` alone makes a difference where `tells`. */
export function manyScenarios(tells: boolean): string {
  return `Parameters:
  Stage: { Type: String, AllowedValues: [dev, test, stage, prod] }
  Color: { Type: String, AllowedValues: [blue, green, red, white] }
  Region: { Type: String, AllowedValues: [us, eu, ap, sa] }
Resources:
  Users:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: !Sub "users-\${Stage}-\${Color}-\${Region}"
      ProtocolType: HTTP
      CorsConfiguration:
        AllowOrigins: [${tells ? '!Sub "https://${Color}.example.com"' : '"https://app.example.com"'}]
        AllowMethods: [GET]
  ListUsers: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Users, RouteKey: GET /users, Target: !Sub "integrations/\${Backend}" } }
  Backend: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Users, IntegrationType: HTTP_PROXY, IntegrationUri: "https://backend.example.com", IntegrationMethod: GET, PayloadFormatVersion: "1.0" } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Users, StageName: !Ref Stage, AutoDeploy: true } }
`;
}
