/**
 * A template with one REST API of about `resources` CloudFormation resources: paths with GET, PUT and an OPTIONS mock each, a deployment and
 * a stage. `defects` of the preflights allow an origin with a slash at its end.
 */
export function generatedTemplate(resources: number, options: { readonly cdk?: boolean; readonly defects?: number } = {}): { Resources: Record<string, unknown> } {
  const metadata = (path: string): Record<string, unknown> => (options.cdk ? { Metadata: { "aws:cdk:path": `Stack/${path}` } } : {});
  const made: Record<string, unknown> = {
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "bench" }, ...metadata("Api/Resource") },
    Function: { Type: "AWS::Lambda::Function", Properties: { Handler: "index.handler", Runtime: "nodejs22.x", Role: "arn:aws:iam::123456789012:role/x", Code: { S3Bucket: "b", S3Key: "k" } }, ...metadata("Function/Resource") },
  };
  const methods: string[] = [];
  const paths = Math.max(1, Math.floor((resources - 4) / 4));
  for (let index = 0; index < paths; index++) {
    const resource = `Path${index}`;
    made[resource] = { Type: "AWS::ApiGateway::Resource", Properties: { RestApiId: { Ref: "Api" }, ParentId: { "Fn::GetAtt": ["Api", "RootResourceId"] }, PathPart: `path-${index}` }, ...metadata(`Api/path-${index}`) };
    for (const verb of ["GET", "PUT", "OPTIONS"]) {
      const id = `${resource}${verb}`;
      methods.push(id);
      made[id] = { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Api" }, ResourceId: { Ref: resource }, HttpMethod: verb, AuthorizationType: "NONE", ...(verb === "OPTIONS" ? preflight(index < (options.defects ?? 0)) : PROXY) }, ...metadata(`Api/path-${index}/${verb}`) };
    }
  }
  made["Deployment"] = { Type: "AWS::ApiGateway::Deployment", DependsOn: methods, Properties: { RestApiId: { Ref: "Api" } } };
  made["Stage"] = { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "Api" }, DeploymentId: { Ref: "Deployment" }, StageName: "prod" } };
  return { Resources: made };
}

const PROXY = { Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":apigateway:", { Ref: "AWS::Region" }, ":lambda:path/2015-03-31/functions/", { "Fn::GetAtt": ["Function", "Arn"] }, "/invocations"]] } } };

function preflight(isBroken: boolean): Record<string, unknown> {
  const values = { Origin: `'https://app.example.com${isBroken ? "/" : ""}'`, Methods: "'GET,PUT,OPTIONS'", Headers: "'Content-Type,Authorization'" };
  const keys = Object.entries(values).map(([name, value]) => [`method.response.header.Access-Control-Allow-${name}`, value] as const);
  return {
    Integration: { Type: "MOCK", RequestTemplates: { "application/json": "{ statusCode: 200 }" }, IntegrationResponses: [{ StatusCode: "204", ResponseParameters: Object.fromEntries(keys) }] },
    MethodResponses: [{ StatusCode: "204", ResponseParameters: Object.fromEntries(keys.map(([key]) => [key, true])) }],
  };
}
