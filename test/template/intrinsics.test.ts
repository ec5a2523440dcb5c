import { describe, expect, it } from "vitest";
import { describe as inWords } from "../../src/source/index.ts";
import { apiNamed, nameOfApi, templateFrom } from "./templates.ts";

const SECTIONS = `
Parameters:
  Stage: {Type: String, Default: dev}
  Domain: {Type: String}
  Origins: {Type: CommaDelimitedList, Default: "https://app.example.com, https://admin.example.com"}
  OpenOrigins: {Type: CommaDelimitedList}
  FromStore: {Type: "AWS::SSM::Parameter::Value<String>", Default: /users/origin}
  Secret: {Type: String, NoEcho: true, Default: changeme}
  Tier: {Type: String, AllowedValues: [free, paid]}
  Age: {Type: Number, Default: 600}
  Linked: {Type: String, Default: "https://{{resolve:ssm:/host}}/"}
Mappings:
  ByStage:
    dev: {origin: https://dev.example.com, ages: ["1", "2"]}
    prod: {origin: https://app.example.com, ages: ["3"]}
Conditions:
  Always: !Equals [a, a]
  Never: !Equals [a, b]
  IsDev: !Equals [!Ref Stage, dev]
  Both: !And [!Condition Always, !Condition IsDev]
  Either: !Or [!Condition Never, !Condition IsDev]
  NotDev: !Not [!Condition IsDev]
  Loop: !Not [!Condition Loop]
`;

/** Each row: what is written, its kind, and its text as a person reads it. */
const ROWS: readonly (readonly [cites: string, value: string, kind: string, text: string])[] = [
  ["a scalar is itself", "users", "scalar", "users"],
  ["a number is a text where a text is wanted", "600", "scalar", "600"],
  ["Ref of a parameter is its default", "!Ref Stage", "scalar", "dev"],
  ["Ref of a Number parameter is a text", "!Ref Age", "scalar", "600"],
  ["Ref of a parameter without default is unknown", "!Ref Domain", "scalar", "unknown (the parameter Domain has no default)"],
  ["Ref of an SSM parameter is not its default, which is only a name", "!Ref FromStore", "scalar", "unknown (the parameter FromStore is read from the SSM parameter store)"],
  ["Ref of a NoEcho parameter is not its default", "!Ref Secret", "scalar", "unknown (the parameter Secret is a secret)"],
  ["Ref of a list parameter without default is out of view", "!Ref OpenOrigins", "opaque", "unknown (the parameter OpenOrigins has no default)"],
  ["Ref of AWS::NoValue removes the property", "!Ref AWS::NoValue", "absent", "unknown (it is not there)"],
  ["Ref of a pseudo parameter is unknown", "!Ref AWS::Region", "scalar", "unknown (the region of the stack)"],
  ["Ref of a resource is its physical id", "!Ref CreateUser", "scalar", "unknown (the physical id of CreateUser)"],
  ["Ref of a name that is not defined", "!Ref Nobody", "opaque", "unknown (Nobody, which the template does not define)"],
  ["GetAtt of a distribution ends in cloudfront.net and has no scheme", "!GetAtt Site.DomainName", "scalar", "${…}.cloudfront.net"],
  ["GetAtt in its list form", "!GetAtt [Site, DomainName]", "scalar", "${…}.cloudfront.net"],
  ["GetAtt of an HTTP API's endpoint has the scheme", "!GetAtt Api.ApiEndpoint", "scalar", "https://${…}"],
  ["GetAtt of a WebSocket API's endpoint has its own scheme", "!GetAtt Chat.ApiEndpoint", "scalar", "wss://${…}"],
  ["GetAtt of a bucket's website", "!GetAtt Assets.WebsiteURL", "scalar", "http://${…}"],
  ["GetAtt of a function URL ends in a slash", "!GetAtt CreateUserUrl.FunctionUrl", "scalar", "https://${…}/"],
  ["GetAtt of another attribute", "!GetAtt CreateUser.Arn", "scalar", "unknown (the Arn of CreateUser)"],
  ["GetAtt of a custom resource may be anything", "!GetAtt Lookup.Origin", "opaque", "unknown (the Origin of Lookup)"],
  ["Sub puts in what is known", '!Sub "users-${Stage}"', "scalar", "users-dev"],
  ["Sub keeps the text around what is not", '!Sub "https://${Domain}/"', "scalar", "https://${…}/"],
  ["Sub of a resource's attribute", '!Sub "https://${Site.DomainName}"', "scalar", "https://${…}.cloudfront.net"],
  ["Sub: ${!x} is the text ${x}", '!Sub "${!Stage}-${Stage}"', "scalar", "${Stage}-dev"],
  ["Sub with a map: its names come first", '!Sub ["${Stage}-${x}", {Stage: own, x: !Ref Stage}]', "scalar", "own-dev"],
  ["Sub puts AWS::NoValue nowhere, so nothing is known", '!Sub ["a${x}", {x: !Ref AWS::NoValue}]', "scalar", "a${…}"],
  ["Join of known texts", '!Join [",", [a, !Ref Stage]]', "scalar", "a,dev"],
  ["Join with an unknown part", '!Join ["", ["https://", !Ref Domain]]', "scalar", "https://${…}"],
  ["Join leaves out AWS::NoValue", '!Join [",", [a, !Ref AWS::NoValue, b]]', "scalar", "a,b"],
  ["Join of a list parameter", '!Join ["|", !Ref Origins]', "scalar", "https://app.example.com|https://admin.example.com"],
  ["Join of an unknown list", '!Join ["|", !Ref OpenOrigins]', "scalar", "unknown (the parameter OpenOrigins has no default)"],
  ["Join in its long form", '{"Fn::Join": ["", [a, b]]}', "scalar", "ab"],
  ["Select counts from 0", "!Select [1, [a, b]]", "scalar", "b"],
  ["Select of a list parameter", "!Select [1, !Ref Origins]", "scalar", "https://admin.example.com"],
  ["Select past the end", "!Select [5, [a, b]]", "opaque", "unknown (the list has no item 5)"],
  ["Select with an index that is not known", "!Select [!Ref Domain, [a, b]]", "opaque", "unknown (an item of a list that is not known)"],
  ["Select of Split", '!Select [2, !Split ["/", "https://app.example.com/users"]]', "scalar", "app.example.com"],
  ["Select of Split before the first hole is certain", '!Select [0, !Split [":", !GetAtt Api.ApiEndpoint]]', "scalar", "https"],
  ["Select of Split behind a hole is not", '!Select [2, !Split ["/", !GetAtt Api.ApiEndpoint]]', "opaque", "unknown (a list split from a text that is not wholly known)"],
  ["FindInMap with known keys", "!FindInMap [ByStage, !Ref Stage, origin]", "scalar", "https://dev.example.com"],
  ["FindInMap with an unknown key is one of the values", "!FindInMap [ByStage, !Ref Domain, origin]", "scalar", "https://dev.example.com or https://app.example.com"],
  ["FindInMap of a key that is missing", "!FindInMap [ByStage, test, origin]", "opaque", "unknown (the mapping ByStage has no such key)"],
  ["FindInMap with DefaultValue", "!FindInMap [ByStage, test, origin, {DefaultValue: none}]", "scalar", "none"],
  ["FindInMap of a mapping that is missing", "!FindInMap [Nothing, a, b]", "opaque", "unknown (the mapping Nothing is not defined)"],
  ["If takes the first branch where the condition holds", "!If [IsDev, a, b]", "scalar", "a"],
  ["If takes the second where it does not", "!If [NotDev, a, b]", "scalar", "b"],
  ["If of And", "!If [Both, a, b]", "scalar", "a"],
  ["If of Or", "!If [Either, a, b]", "scalar", "a"],
  ["If of a condition that is not defined is either", "!If [Undefined, a, b]", "opaque", "a or b"],
  ["If of AWS::NoValue", "!If [Never, a, !Ref AWS::NoValue]", "absent", "unknown (it is not there)"],
  ["Base64 is unknown", "!Base64 x", "scalar", "unknown (a text in Base64)"],
  ["ImportValue is unknown", "!ImportValue users-api", "scalar", "unknown (a value that another stack exports)"],
  ["Cidr is a list nobody knows", '!Cidr ["10.0.0.0/16", 2, 8]', "opaque", "unknown (a list of address blocks)"],
  ["GetAZs is a list nobody knows", '!GetAZs ""', "opaque", "unknown (the availability zones)"],
  ["Length of a known list", "Fn::Length: [a, b, c]", "scalar", "3"],
  ["ToJsonString is a text", "Fn::ToJsonString: {a: 1}", "scalar", "unknown (a text in JSON)"],
  ["a dynamic reference is a hole in its text", '"https://{{resolve:ssm:/host}}/"', "scalar", "https://${…}/"],
  ["a dynamic reference in a parameter's value", "!Ref Linked", "scalar", "https://${…}/"],
  ["a dynamic reference that Sub completes", '!Sub "https://{{resolve:ssm:/${Domain}/host}}/"', "scalar", "https://${…}/"],
  ["a tag in another spelling is no function of CloudFormation", '!sub "${Stage}"', "opaque", "unknown (the function Fn::sub)"],
  ["a macro", '!Transform {Name: Mine}', "opaque", "unknown (what a macro makes of it)"],
  ["Equals outside of conditions is no value", "!Equals [a, a]", "opaque", "unknown (the function Fn::Equals)"],
  ["a map stays a map", "{a: b}", "map", "unknown (it is a map, not a text)"],
  ["a list stays a list", "[a]", "list", "unknown (it is a list, not a text)"],
];

describe("intrinsic functions, as aws-behaviour.md 6.6 has them", () => {
  it.each(ROWS)("%s", (_cites, value, kind, text) => {
    const name = nameOfApi(templateFrom(apiNamed(value.startsWith("Fn::") ? `\n        ${value}` : value, SECTIONS)));
    expect([name.kind, inWords(name.text())]).toEqual([kind, text]);
  });

  it("reads list parameters, Split and FindInMap of a list as lists", () => {
    const items = (value: string): string[] => nameOfApi(templateFrom(apiNamed(value, SECTIONS))).items().map((item) => inWords(item.text()));
    expect(items("!Ref Origins")).toEqual(["https://app.example.com", "https://admin.example.com"]);
    expect(items('!Split [",", "a,b"]')).toEqual(["a", "b"]);
    expect(items("!FindInMap [ByStage, dev, ages]")).toEqual(["1", "2"]);
    expect(items("[a, !Ref AWS::NoValue, !If [Never, b, c]]")).toEqual(["a", "c"]);
  });

  it("does not let a text grow without bounds", () => {
    let value = "xxxxxxxxxx";
    for (let i = 0; i < 30; i++) value = `{"Fn::Sub": ["\${a}\${a}", {"a": ${i === 0 ? `"${value}"` : value}}]}`;
    const text = nameOfApi(templateFrom(apiNamed(value))).text();
    expect(text.kind).not.toBe("known");
    expect(JSON.stringify(text).length).toBeLessThan(1_000_000);
  });

  it("prefers a value that was given", () => {
    const text = (name: string): string => inWords(nameOfApi(templateFrom(apiNamed(`!Ref ${name}`, SECTIONS), { parameters: { Stage: "prod", Secret: "known", FromStore: "/other" } })).text());
    expect(["Stage", "Secret", "FromStore"].map(text)).toEqual(["prod", "known", "unknown (the parameter FromStore is read from the SSM parameter store)"]);
  });
});
