import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { templateFrom } from "../templates.ts";

/** Names that refer to each other, so that nonsense is likely to be about something. */
const name = fc.constantFrom("Api", "P", "C", "M", "Child", "AWS::NoValue", "AWS::StackName", "AWS::StackId", "__proto__", "Child.Outputs.Out", "constructor");

const key = fc.oneof(fc.constantFrom("Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Fn::Join", "Fn::And", "Condition", "Fn::Transform", "Fn::ForEach::X", "Value", "Default", "Type", "Export", "Name", "Parameters", "TemplateURL"), name);

const scalar = fc.oneof(name, fc.constantFrom("child.yaml", "AWS::CloudFormation::Stack", "AWS::ApiGateway::RestApi", "${P}-${Api.Id}", "${Child.Outputs.Out}", "String", "CommaDelimitedList", ""), fc.integer(), fc.boolean(), fc.constant(null));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true })),
}));

const resource = fc.record({ Type: fc.constantFrom("AWS::CloudFormation::Stack", "AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment"), Condition: value, DependsOn: value, Properties: fc.oneof(value, fc.record({ TemplateURL: fc.constant("child.yaml"), Parameters: value })), Metadata: value }, { requiredKeys: ["Type"] });

const template = fc.record(
  { AWSTemplateFormatVersion: fc.constant("2010-09-09"), Resources: fc.oneof(fc.dictionary(name, fc.oneof(resource, value), { noNullPrototype: true }), value), Parameters: value, Conditions: value, Mappings: value, Outputs: value },
  { requiredKeys: ["AWSTemplateFormatVersion", "Resources"] },
);

describe("whatever nested templates hold", () => {
  it("they can be read in every scenario", () => {
    fc.assert(
      fc.property(template, template, (parent, child) => {
        const read = templateFrom(JSON.stringify(parent), { files: { "child.yaml": JSON.stringify(child) } });
        for (const scenario of read.scenarios(read.resources.keys()).all) {
          const world = read.world(scenario);
          for (const each of world.resources.values()) for (const { value: view } of each.properties.entries()) view.text();
        }
        expect(read.references.every(({ from, to }) => read.resources.has(from) && read.resources.has(to))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
