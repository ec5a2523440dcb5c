import { describe, expect, it } from "vitest";
import { httpDeployment, restDeployment } from "../../src/aws/deployment.ts";
import type { World } from "../../src/template/index.ts";
import { templateOf } from "./support.ts";

const REF = { Ref: "Users" };

function worldOf(resources: object, more: object = {}): World {
  const template = templateOf({ ...more, Resources: { ...resources } });
  return template.world(template.scenarios([]).all[0]);
}

interface Row {
  readonly fact: string;
  readonly resources: object;
  readonly more?: object;
  readonly live: string;
}

const rest: readonly Row[] = [
  { fact: "D1 (D): a stage that points at a deployment", resources: { Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: REF } }, Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: REF, DeploymentId: { Ref: "Deployment" }, StageName: "prod" } } }, live: "yes" },
  { fact: "D5 (S): a deployment that names its stage", resources: { Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: REF, StageName: "prod" } } }, live: "yes" },
  { fact: "D7 (D): a deployment without a stage", resources: { Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: REF } } }, live: "no" },
  { fact: "D7 (D): nothing at all", resources: {}, live: "no" },
  { fact: "D6 (S): a stage that points at another API's deployment", resources: { Other: { Type: "AWS::ApiGateway::RestApi", Properties: {} }, Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Other" } } }, Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: REF, DeploymentId: { Ref: "Deployment" }, StageName: "prod" } } }, live: "maybe" },
  { fact: "a deployment of another API", resources: { Other: { Type: "AWS::ApiGateway::RestApi", Properties: {} }, Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Other" }, StageName: "prod" } } }, live: "no" },
  { fact: "D4: another stack may deploy an API that an output hands on", resources: {}, more: { Outputs: { UsersId: { Value: REF, Export: { Name: "UsersId" } } } }, live: "maybe" },
  { fact: "an output that writes the URL hands nothing on", resources: {}, more: { Outputs: { Url: { Value: { "Fn::Sub": "https://${Users}.execute-api.eu-west-1.amazonaws.com/prod" } } } }, live: "no" },
  { fact: "a nested stack that is given the API may deploy it", resources: { Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://example.com/t.yaml", Parameters: { Api: REF } } } }, live: "maybe" },
  { fact: "a custom resource that is given the API may deploy it", resources: { Deployer: { Type: "Custom::Deployer", Properties: { ServiceToken: "arn:x", Api: REF } } }, live: "maybe" },
  { fact: "another stack may deploy an API that a parameter store hands on", resources: { Id: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: REF } } }, live: "maybe" },
  { fact: "a parameter store with the URL hands nothing on", resources: { Url: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { "Fn::Sub": "https://${Users}.execute-api.eu-west-1.amazonaws.com/prod" } } } }, live: "no" },
  { fact: "a macro may add a deployment", resources: {}, more: { Transform: ["Deployer"] }, live: "maybe" },
];

const http: readonly Row[] = [
  { fact: "HS1 (D): a stage that deploys by itself", resources: { Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: REF, StageName: "$default", AutoDeploy: true } } }, live: "yes" },
  { fact: "HS1 (D): a stage with a deployment", resources: { Deployment: { Type: "AWS::ApiGatewayV2::Deployment", Properties: { ApiId: REF } }, Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: REF, StageName: "prod", DeploymentId: { Ref: "Deployment" } } } }, live: "yes" },
  { fact: "a deployment that names the stage", resources: { Deployment: { Type: "AWS::ApiGatewayV2::Deployment", Properties: { ApiId: REF, StageName: "prod" } }, Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: REF, StageName: "prod" } } }, live: "yes" },
  { fact: "HS3 (D): a stage with neither", resources: { Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: REF, StageName: "prod", AutoDeploy: false } } }, live: "no" },
  { fact: "a stage of which it is not known whether it deploys by itself", resources: { Stage: { Type: "AWS::ApiGatewayV2::Stage", Properties: { ApiId: REF, StageName: "prod", AutoDeploy: { Ref: "Auto" } } } }, more: { Parameters: { Auto: { Type: "String" } } }, live: "maybe" },
  { fact: "nothing at all", resources: {}, live: "no" },
];

describe("whether a REST API is live (docs/aws-behaviour.md, 1.11)", () => {
  it.each(rest)("$fact", ({ resources, more, live }) => {
    const world = worldOf({ Users: { Type: "AWS::ApiGateway::RestApi", Properties: {} }, ...resources }, more);
    const place = world.resources.get("Users")!.place;
    expect(restDeployment(world, "Users", place, true).live).toBe(live);
  });

  it("is not known without methods: they may be in another template, with the deployment", () => {
    const world = worldOf({ Users: { Type: "AWS::ApiGateway::RestApi", Properties: {} } });
    expect(restDeployment(world, "Users", world.resources.get("Users")!.place, false).live).toBe("maybe");
  });

  it("is not known of an API of another template", () => {
    const world = worldOf({ Method: { Type: "AWS::ApiGateway::Method", Properties: {} } });
    expect(restDeployment(world, "UsersId", world.resources.get("Method")!.place, true).live).toBe("maybe");
  });

  it("is known of an API of another template that is deployed here", () => {
    const world = worldOf({ Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "UsersId" }, StageName: "prod" } } }, { Parameters: { UsersId: { Type: "String" } } });
    expect(restDeployment(world, "UsersId", world.resources.get("Deployment")!.place, true)).toMatchObject({ live: "yes", stages: [{ name: { text: "prod" } }] });
  });
});

describe("whether an HTTP API is live (docs/aws-behaviour.md, 2.6)", () => {
  it.each(http)("$fact", ({ resources, more, live }) => {
    const world = worldOf({ Users: { Type: "AWS::ApiGatewayV2::Api", Properties: {} }, ...resources }, more);
    expect(httpDeployment(world, "Users", world.resources.get("Users")!.place, true).live).toBe(live);
  });

  it("HS5 (D): quick create makes a stage", () => {
    const world = worldOf({ Users: { Type: "AWS::ApiGatewayV2::Api", Properties: { Target: "https://users.example.com" } } });
    expect(httpDeployment(world, "Users", world.resources.get("Users")!.place, true).live).toBe("yes");
  });
});
