/** Texts made to hurt: deep, long, self-referring, or spelled like the insides of JavaScript. Names say what each attacks. */
const ROUTE = "  Users:\n    Type: AWS::ApiGatewayV2::Api\n    Properties: { Name: users, ProtocolType: HTTP, CorsConfiguration: { AllowOrigins: [";
const http = (origin: string): string => `Resources:\n${ROUTE}${origin}] } }\n  Route:\n    Type: AWS::ApiGatewayV2::Route\n    Properties: { ApiId: !Ref Users, RouteKey: GET /users, Target: integrations/x }\n`;
const rest = (method: unknown, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...more, Resources: { Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "users" } }, Users: { Type: "AWS::ApiGateway::Method", Properties: { RestApiId: { Ref: "Api" }, ResourceId: { "Fn::GetAtt": ["Api", "RootResourceId"] }, HttpMethod: "GET", AuthorizationType: "NONE", ...(method as object) } } } });
const nested = (depth: number, value: unknown): unknown => {
  let made = value;
  for (let level = 0; level < depth; level++) made = { "Fn::Join": ["", [made, "x"]] };
  return made;
};
const times = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join("");
const mapping = (value: unknown): unknown => ({ Integration: { Type: "MOCK", RequestTemplates: { "application/json": '{"statusCode": 200}' }, IntegrationResponses: [{ StatusCode: "200", ResponseParameters: { "method.response.header.Access-Control-Allow-Origin": value } }] }, MethodResponses: [{ StatusCode: "200" }] });
const mock = (template: string, pattern = ""): unknown => ({ Integration: { Type: "MOCK", RequestTemplates: { "application/json": template }, IntegrationResponses: [{ StatusCode: "200", SelectionPattern: pattern, ResponseTemplates: { "application/json": template } }] } });
const sam = (resource: string): string => `Transform: AWS::Serverless-2016-10-31\nResources:\n  Users:\n${resource}`;

export const HOSTILE: Readonly<Record<string, string>> = {
  "flow lists 100,000 deep": http("[".repeat(100_000)),
  "flow maps 100,000 deep": http("{a: ".repeat(100_000)),
  "block maps 2,000 deep": `Resources:\n${times(2000, (depth) => `${" ".repeat(depth + 1)}a:\n`)}`,
  "JSON 100,000 deep": `{"Resources": {"A": ${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}}`,
  "JSON lists 1,000,000 deep": `{"Resources": {"A": ${"[".repeat(1_000_000)}`,
  "an alias bomb": `a: &a [x, x, x, x, x, x, x, x, x]\n${times(12, (index) => `b${index}: &b${index} [${`*${index === 0 ? "a" : `b${index - 1}`}, `.repeat(9)}]\n`)}Resources: { A: { Type: AWS::ApiGateway::RestApi, Properties: { Body: *b11 } } }\n`,
  "an alias bomb of merge keys": `a: &a { Type: AWS::ApiGateway::RestApi }\n${times(30, (index) => `b${index}: &b${index} { <<: [*${index === 0 ? "a" : `b${index - 1}`}, *${index === 0 ? "a" : `b${index - 1}`}] }\n`)}Resources: { A: *b29 }\n`,
  "an alias of itself": "Resources: &a\n  A: { Type: AWS::ApiGateway::RestApi, Properties: { Body: *a } }\n",
  "__proto__ as a resource, a property and a parameter": '{"Parameters": {"__proto__": {"Type": "String"}, "constructor": {"Type": "String"}}, "Conditions": {"__proto__": {"Fn::Equals": [{"Ref": "__proto__"}, "a"]}}, "Resources": {"__proto__": {"Type": "AWS::ApiGateway::RestApi", "Condition": "__proto__", "Properties": {"__proto__": {"toString": 1}, "Name": {"Ref": "constructor"}}}, "constructor": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "__proto__"}, "HttpMethod": "__proto__", "ResourceId": {"Fn::GetAtt": ["__proto__", "RootResourceId"]}}}, "toString": {"Type": "__proto__"}}}',
  "__proto__ in YAML": "Resources:\n  __proto__:\n    Type: AWS::Serverless::Api\n    Properties: { __proto__: { Cors: \"'*'\" }, hasOwnProperty: 1, Cors: { __proto__: x }, StageName: __proto__ }\n",
  "__proto__ in an OpenAPI body": '{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.1", "paths": {"__proto__": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}, "/a": {"__proto__": {}, "constructor": {}}}}}}}}',
  "a scalar of a megabyte": http(`"https://${"a".repeat(1_000_000)}.example.com"`),
  "a scalar of a megabyte of commas": http(`"${",".repeat(1_000_000)}"`),
  "a scalar of a megabyte of blanks": http(`"${" ".repeat(1_000_000)}x"`),
  "a quoted mapping of a megabyte": rest(mapping(`'${"a,".repeat(500_000)}'`)),
  "a mapping of a megabyte of quotes": rest(mapping("'".repeat(1_000_000))),
  "a key of a megabyte": `Resources:\n  ${"K".repeat(1_000_000)}:\n    Type: AWS::ApiGateway::RestApi\n`,
  "a comment of a megabyte": `${"#".repeat(1_000_000)}\n${http("x")}`,
  "an unclosed quote of a megabyte": http(`"${"x\n".repeat(300_000)}`),
  "joins 250 deep": rest(mapping(nested(250, "x"))),
  "joins 5,000 deep": `{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": ${'{"Fn::Join": ["", ['.repeat(5000)}"x"${"]]}".repeat(5000)}}}}}`,
  "a substitution of 100,000 pieces": rest(mapping({ "Fn::Sub": "${AWS::Region}a".repeat(100_000) })),
  "texts that double": rest(mapping({ Ref: "P" }), { Mappings: {}, Parameters: { P: { Type: "String", Default: "${P}".repeat(1000) } } }),
  "variables that double": rest(mapping(Array.from({ length: 60 }, (_, index) => index).reduce<unknown>((inner) => ({ "Fn::Sub": ["${a}${a}", { a: inner }] }), "x"))),
  "a thousand conditions": rest({}, { Parameters: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`P${index}`, { Type: "String", AllowedValues: ["a", "b", "c"] }])), Conditions: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`C${index}`, { "Fn::And": [{ "Fn::Equals": [{ Ref: `P${index}` }, "a"] }, { Condition: `C${(index + 1) % 1000}` }] }])) }),
  "a hundred conditions that matter": rest(mapping(Array.from({ length: 100 }, (_, index) => index).reduce<unknown>((inner, index) => ({ "Fn::If": [`C${index}`, inner, `'https://${index}.example.com'`] }), "'*'")), { Parameters: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`P${index}`, { Type: "String", AllowedValues: ["a", "b"] }])), Conditions: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`C${index}`, { "Fn::Equals": [{ Ref: `P${index}` }, "a"] }])) }),
  "loops in loops": `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::A:\n    - A\n    - [${times(1000, (index) => `a${index}, `)}]\n    - Fn::ForEach::B:\n        - B\n        - [${times(1000, (index) => `b${index}, `)}]\n        - R\${A}\${B}: { Type: AWS::ApiGateway::RestApi }\n`,
  "a pattern that backtracks": rest(mock('{"statusCode": 200}', `${"(a+)+".repeat(30)}$`)),
  "a pattern of a megabyte": rest(mock('{"statusCode": 200}', "(".repeat(1_000_000))),
  "VTL that nests": rest(mock("#if(true)".repeat(20_000))),
  "VTL that doubles": rest(mock(`#set($a = "xx")${'#set($a = "$a$a")'.repeat(60)}{"statusCode": $a}`)),
  "VTL that loops": rest(mock(`#foreach($i in [1..1000000])${"#foreach($j in [1..1000000])".repeat(5)}$i#end`)),
  "VTL with a million parentheses": rest(mock(`$util.${"(".repeat(1_000_000)}`)),
  "an OpenAPI reference to itself": '{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {"openapi": "3.0.1", "paths": {"/a": {"$ref": "#/paths/~1a"}, "/b": {"get": {"$ref": "#/paths/~1b/get"}, "parameters": [{"$ref": "#/paths/~1b/parameters/0"}]}}}}}}}',
  "methods in a circle of resources": '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}, "A": {"Type": "AWS::ApiGateway::Resource", "Properties": {"RestApiId": {"Ref": "Api"}, "ParentId": {"Ref": "B"}, "PathPart": "a"}}, "B": {"Type": "AWS::ApiGateway::Resource", "Properties": {"RestApiId": {"Ref": "Api"}, "ParentId": {"Ref": "A"}, "PathPart": "b"}}, "M": {"Type": "AWS::ApiGateway::Method", "Properties": {"RestApiId": {"Ref": "Api"}, "ResourceId": {"Ref": "A"}, "HttpMethod": "GET"}}}}',
  "ten thousand origins": http(times(10_000, (index) => `"https://${index}.example.com", `)),
  "ten thousand keys of one name": `Resources:\n${times(10_000, () => "  Users: { Type: AWS::ApiGatewayV2::Api }\n")}`,
  "SAM with ten thousand events of one path": sam(`    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: nodejs22.x\n      Handler: index.handler\n      Events:\n${times(10_000, (index) => `        E${index}: { Type: Api, Properties: { Path: /users, Method: get } }\n`)}`),
  "SAM with properties of every wrong kind": sam("    Type: AWS::Serverless::Api\n    Properties: { Cors: [[]], Auth: '*', DefinitionBody: [1], StageName: { Ref: Users }, Domain: 3, Globals: null }\n"),
  "SAM globals of the wrong kind": `${sam("    Type: AWS::Serverless::Function\n    Properties: { Events: { A: { Type: Api, Properties: { Path: [], Method: {} } } } }\n")}Globals: [Api]\n`,
  "control characters": `Resources:\n  A\u0001\u0007: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "\\e[31m\u009b" } }\n`,
  "lone surrogates": '{"Resources": {"\\ud800": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "\\udfff"}}}}',
  "numbers of every kind": '{"Resources": {"A": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": 1e999, "Description": -0, "MinimumCompressionSize": 123456789012345678901234567890}}, "1": {"Type": 5}, "0": null, "2": []}}',
  "a megabyte of line ends": `${"\n".repeat(1_000_000)}${http("x")}`,
  "a megabyte of tabs": `${"\t".repeat(1_000_000)}${http("x")}`,
  "a megabyte of dashes": "- ".repeat(500_000),
  "a megabyte of question marks": `Resources:\n${"? ".repeat(500_000)}`,
  "a hundred thousand document ends": `${"---\n".repeat(100_000)}${http("x")}`,
  "a megabyte of tags": `Resources: ${"!Sub ".repeat(200_000)}`,
  "a megabyte of anchors": `Resources:\n${times(80_000, (index) => `  a${index}: &a${index} b\n`)}`,
};
