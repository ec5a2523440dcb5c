import { describe, expect, it } from "vitest";
import { describe as inWords } from "../../../src/source/index.ts";
import type { Template, View } from "../../../src/template/index.ts";
import { templateFrom } from "../templates.ts";

const stack = (more = "", parameters = "", id = "Child", file = "child.yaml"): string => `
  ${id}:
    Type: AWS::CloudFormation::Stack
${more}    Properties: {TemplateURL: ${file}, Parameters: {${parameters}}}
`;

/** A child whose API has the given YAML flow value as its name. */
const child = (name: string, sections = "", outputs = ""): string => `${sections}
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {ProtocolType: HTTP, Name: ${name}}
  Bucket:
    Type: AWS::S3::Bucket
${outputs}`;

const load = (parent: string, files: Record<string, string>, parameters: Record<string, string> = {}): Template => templateFrom(parent, { files, parameters });

function nameIn(template: Template, id = "Child.Api", scenario = template.scenarios([id]).all[0]): View | undefined {
  return template.world(scenario).resources.get(id)?.properties.get("Name");
}

function valueIn(parent: string, childText: string, parameters: Record<string, string> = {}): string {
  const view = nameIn(load(parent, { "child.yaml": childText }, parameters));
  if (view === undefined) return "no resource";
  return view.kind === "list" ? `[${view.items().map((item) => inWords(item.text())).join(" ")}]` : inWords(view.text());
}

describe("what a nested stack is handed", () => {
  const String = "Parameters: {P: {Type: String, Default: standard}}";
  it.each([
    ["a text", stack("", "P: given"), child("!Ref P", String), "given"],
    ["a number", stack("", "P: 5"), child("!Ref P", String), "5"],
    ["a text in Fn::Sub", stack("", "P: given"), child('!Sub "a-${P}-${!P}"', String), "a-given-${P}"],
    ["nothing: the default", stack(), child("!Ref P", String), "standard"],
    ["AWS::NoValue: the default", stack("", "P: !Ref AWS::NoValue"), child("!Ref P", String), "standard"],
    ["a list as a text with commas", stack("", "P: 'a, b'"), child("!Ref P", "Parameters: {P: {Type: CommaDelimitedList}}"), "[a b]"],
    ["a list that is joined", stack("", "P: !Join [',', [a, b]]"), child("!Ref P", "Parameters: {P: {Type: CommaDelimitedList}}"), "[a b]"],
    ["a list, one item of which is taken", stack("", "P: 'a,b'"), child("!Select [1, !Ref P]", "Parameters: {P: {Type: CommaDelimitedList}}"), "b"],
    ["the name of an SSM parameter", stack("", "P: /name"), child("!Ref P", "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>'}}"), "unknown (the parameter Child.P is read from the SSM parameter store)"],
    ["nothing, without a default", stack(), child("!Ref P", "Parameters: {P: {Type: String}}"), "unknown (the parameter Child.P has no default)"],
    ["a mapping's value, by a key that it is handed", stack("", "P: prod"), child("!FindInMap [M, !Ref P, Name]", `${String}\nMappings: {M: {prod: {Name: api}}}`), "api"],
  ])("%s", (_name, resources, text, expected) => {
    expect(valueIn(`Resources:${resources}`, text)).toBe(expected);
  });

  it.each([
    ["its parent's parameter", "Parameters: {Stage: {Type: String, Default: dev}}", "P: !Ref Stage", { Stage: "prod" }, "prod"],
    ["its parent's parameter by default", "Parameters: {Stage: {Type: String, Default: dev}}", "P: !Ref Stage", {}, "dev"],
    ["its parent's mapping", "Mappings: {M: {a: {b: mapped}}}", "P: !FindInMap [M, a, b]", {}, "mapped"],
    ["an open parameter by its full name", "", "", { "Child.P": "named" }, "named"],
  ])("%s", (_name, sections, handed, given, expected) => {
    const open = handed === "" ? "Parameters: {P: {Type: String}}" : String;
    expect(valueIn(`${sections}\nResources:${stack("", handed)}`, child("!Ref P", open), given as Record<string, string>)).toBe(expected);
  });

  it("is not known where a function makes the whole of it", () => {
    const parent = "Conditions: {C: !Equals [!Ref AWS::Region, eu-west-1]}\nResources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: child.yaml, Parameters: !If [C, {P: a}, {P: b}]}\n";
    expect(valueIn(parent, child("!Ref P", String))).toBe("unknown (the parameter Child.P has no default)");
  });

  it("leaves the places where they are written", () => {
    const template = load(`Resources:${stack("", "P: given")}`, { "child.yaml": child("!Ref P", String) });
    const view = nameIn(template);
    expect(view && `${view.place.file.name}:${view.place.range.start.line}`).toBe("child.yaml:5");
  });
});

describe("references", () => {
  it.each([
    ["Ref of a resource", "!Ref Bucket", "Child.Bucket", undefined],
    ["Fn::GetAtt", "!GetAtt Bucket.Arn", "Child.Bucket", "Arn"],
    ["a lone name in Fn::Sub", '!Sub "${Bucket.Arn}"', "Child.Bucket", "Arn"],
    ["a parameter that is a resource of the parent", "!Ref P", "Shared", undefined],
    ["a parameter in Fn::Sub that is an attribute of the parent's resource", '!Sub "${Q}"', "Shared", "Arn"],
  ])("%s", (_name, value, id, attribute) => {
    const template = load(`Resources:${stack("", "P: !Ref Shared, Q: !GetAtt Shared.Arn")}\n  Shared: {Type: AWS::S3::Bucket}\n`, { "child.yaml": child(value, "Parameters: {P: {Type: String}, Q: {Type: String}}") });
    const reference = nameIn(template)?.reference();
    expect([reference?.id, reference?.attribute, reference?.resource?.id]).toEqual([id, attribute, id]);
  });

  it("to outputs lead to what they are", () => {
    const parent = `Resources:${stack()}
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties: {ProtocolType: HTTP, Name: !GetAtt Child.Outputs.Bucket}
`;
    const template = load(parent, { "child.yaml": child("api", "", "Outputs: {Bucket: {Value: !Ref Bucket}}") });
    expect(nameIn(template, "Api")?.reference()?.id).toBe("Child.Bucket");
    expect(template.resources.get("Api")?.dependsOn.map(({ id }) => id)).toEqual(["Child"]);
  });

  it("to outputs are handed from one stack to the next", () => {
    const template = load(`Resources:${stack("", "", "First", "first.yaml")}${stack("", "P: !GetAtt First.Outputs.Bucket")}`, {
      "first.yaml": child("api", "", "Outputs: {Bucket: {Value: !Ref Bucket}}"),
      "child.yaml": child("!Ref P", "Parameters: {P: {Type: String}}"),
    });
    expect(nameIn(template)?.reference()?.id).toBe("First.Bucket");
  });

  it("to outputs in a circle are not followed for ever", () => {
    const text = child("!Ref P", "Parameters: {P: {Type: String}}", "Outputs: {Out: {Value: !Ref P}}");
    const template = load(`Resources:${stack("", "P: !GetAtt B.Outputs.Out", "A", "child.yaml")}${stack("", "P: !GetAtt A.Outputs.Out", "B", "child.yaml")}`, { "child.yaml": text });
    expect(nameIn(template, "A.Api")?.text().kind).toBe("unknown");
  });

  it("to the stack's own name and id are parts of the stack's", () => {
    const template = load(`Resources:${stack()}`, { "child.yaml": child("!Ref AWS::StackId") });
    expect(nameIn(template)?.reference()?.id).toBe("Child");
    expect(valueIn(`Resources:${stack()}`, child('!Sub "${AWS::StackName}-api"'))).toBe("${…}-api");
  });

  it("of DependsOn stay within the stack, and a stack is complete when all in it is", () => {
    const text = child("api").replace("  Bucket:\n", "  Bucket:\n    DependsOn: Api\n");
    const template = load(`Resources:${stack()}`, { "child.yaml": text });
    expect(template.resources.get("Child.Bucket")?.dependsOn.map(({ id }) => id)).toEqual(["Child.Api"]);
    expect(template.resources.get("Child")?.dependsOn.map(({ id }) => id)).toEqual(["Child.Api", "Child.Bucket"]);
  });
});

describe("conditions", () => {
  const parameters = "Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}\nConditions: {IsProd: !Equals [!Ref Stage, prod]}";
  const own = "Parameters: {Stage: {Type: String}}\nConditions: {IsDev: !Equals [!Ref Stage, dev]}";
  const existing = (template: Template, id: string): readonly string[] => template.scenarios([id]).all.filter((scenario) => template.world(scenario).resources.has(id)).map(({ label }) => label);

  it("of the stack resource hold for all that is in it", () => {
    const template = load(`${parameters}\nResources:${stack("    Condition: IsProd\n")}`, { "child.yaml": child("api") });
    expect(existing(template, "Child.Api")).toEqual(["Stage=prod"]);
  });

  it("of the child are decided by what it is handed", () => {
    const text = child("!If [IsDev, local, live]", own);
    const template = load(`${parameters}\nResources:${stack("", "Stage: !Ref Stage")}`, { "child.yaml": text });
    expect(template.scenarios(["Child.Api"]).all.map((scenario) => `${scenario.label} ${nameIn(template, "Child.Api", scenario)?.known()}`)).toEqual(["Stage=dev local", "Stage=prod live"]);
  });

  it("of both hold together", () => {
    const text = child("api", own).replace("  Api:\n", "  Api:\n    Condition: IsDev\n");
    const template = load(`${parameters}\nResources:${stack("    Condition: IsProd\n", "Stage: !Ref Stage")}`, { "child.yaml": text });
    expect(existing(template, "Child.Api")).toEqual([]);
    expect(existing(template, "Child.Bucket")).toEqual(["Stage=prod"]);
  });
});

describe("which templates are put in", () => {
  it("leaves the stack where it stands, in YAML and in JSON", () => {
    for (const parent of [`Resources:${stack()}`, JSON.stringify({ Resources: { Child: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "child.yaml" } } } })]) {
      const { resources } = load(parent, { "child.yaml": child("users") });
      expect([...resources.values()].map(({ id, place }) => `${id} ${String(place.segment)}`)).toEqual(["Child Child", "Child.Api Api", "Child.Bucket Bucket"]);
    }
  });

  it("names them, at any depth", () => {
    const template = load(`Resources:${stack("", "", "A", "a.yaml")}`, { "a.yaml": `Resources:${stack("", "", "B", "b.yaml")}`, "b.yaml": child("api") });
    expect([...template.resources.keys()]).toEqual(["A", "A.B", "A.B.Api", "A.B.Bucket"]);
    expect(template.nestedFiles).toEqual(["a.yaml", "b.yaml"]);
    expect(template.resourcesWritten).toBe(1);
  });

  it("expands SAM in them, and an application of SAM", () => {
    const parent = "Transform: AWS::Serverless-2016-10-31\nResources:\n  App:\n    Type: AWS::Serverless::Application\n    Properties: {Location: child.yaml, Parameters: {Origin: 'https://app.example.com'}}\n";
    const text = "Transform: AWS::Serverless-2016-10-31\nParameters: {Origin: {Type: String}}\nResources:\n  Users: {Type: AWS::Serverless::HttpApi, Properties: {CorsConfiguration: {AllowOrigins: [!Ref Origin]}}}\n";
    const template = load(parent, { "child.yaml": text });
    expect(template.resources.get("App.Users")?.type).toBe("AWS::ApiGatewayV2::Api");
    expect(template.resources.get("App.Users")?.expandedFrom).toBe("App.Users");
  });

  it.each([
    ["an address", "https://s3.amazonaws.com/bucket/child.yaml", "https://s3.amazonaws.com/bucket/child.yaml is not a file of the project"],
    ["a file that is not there", "other.yaml", "not found"],
    ["a file outside the project", "../child.yaml", "outside the project"],
    ["what is no template", "data.json", "data.json is no template"],
    ["itself", "template.yaml", "it contains itself"],
  ])("does not put in %s, and says so", (_name, file, reason) => {
    const parent = `Resources:${stack("", "", "Child", file)}`;
    const template = load(parent, { "data.json": '{"Users": 1}', "template.yaml": parent });
    expect([...template.resources.keys()]).toEqual(["Child"]);
    expect(template.opaque.map(({ what, resource }) => [what, resource])).toEqual([[`the nested stack Child (${reason})`, "Child"]]);
  });

  it("hides with a macro of the child what is in it and what it is handed, and no more", () => {
    const template = load(`Resources:${stack("", "P: !Ref Shared")}\n  Shared: {Type: AWS::S3::Bucket}\n  Other: {Type: AWS::S3::Bucket}\n`, { "child.yaml": `Transform: MyMacro\n${child("!Ref P", "Parameters: {P: {Type: String}}")}` });
    expect(template.opaque.map(({ resource }) => resource)).toEqual(["Child.Api", "Child.Bucket", "Shared"]);
  });

  it("is bounded: stacks within stacks, each twice, and parameters that double", () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 12; level++) {
      const twice = "P: !Join ['', [!Ref P, !Ref P]]";
      files[`l${level}.yaml`] = `Parameters: {P: {Type: String}}\nResources:${stack("", twice, "A", `l${level + 1}.yaml`)}${stack("", twice, "B", `l${level + 1}.yaml`)}`;
    }
    const start = performance.now();
    const template = load(`Resources:${stack("", "P: x", "A", "l0.yaml")}`, files);
    expect(template.opaque.length).toBeGreaterThan(0);
    expect(template.resources.size).toBeLessThan(10_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("grows with the size of the child", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `  R${index}: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "\${P}-${index}"}}`).join("\n");
    const start = performance.now();
    const template = load(`Resources:${stack("", "P: x")}`, { "child.yaml": `Parameters: {P: {Type: String}}\nResources:\n${many}\n` });
    expect(template.resources.size).toBe(20_001);
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
