import fc from "fast-check";
import { withEdge } from "./edge.ts";
import { openApiTemplates } from "./openapi.ts";
import { samTemplates } from "./sam.ts";
import { templates, type Template } from "./templates.ts";

/** What else stands in a template and says whom its APIs are for. */
const intents = fc.constantFrom<{ readonly resources?: Record<string, unknown>; readonly sections?: Record<string, unknown> }>(
  {},
  {},
  { resources: { Site: { Type: "AWS::S3::Bucket", Properties: { WebsiteConfiguration: { IndexDocument: "index.html" } } } } },
  { resources: { Identities: { Type: "AWS::Cognito::IdentityPool", Properties: { AllowUnauthenticatedIdentities: true } } } },
  { sections: { Metadata: { "cors-lint": { clients: "browser" } } } },
  { sections: { Metadata: { "cors-lint": { clients: "service" } } } },
);

const CONDITIONS = { IsProd: { "Fn::Equals": [{ Ref: "StageName" }, "prod"] }, HasDomain: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "Domain" }, ""] }] } };

/** Where a condition comes in: at the nth resource, or at the nth value below all properties, counted from 0 on. */
interface Fork {
  readonly at: number;
  readonly condition: keyof typeof CONDITIONS;
  readonly what: "resource" | "value" | "no-value";
}

const fork: fc.Arbitrary<Fork> = fc.record({ at: fc.nat(60), condition: fc.constantFrom("IsProd", "HasDomain"), what: fc.constantFrom("resource", "value", "value", "no-value") });

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function forked(template: Template, { at, condition, what }: Fork): Template {
  const ids = Object.keys(template.Resources);
  if (what === "resource") {
    const id = ids[at % ids.length] ?? "";
    const resource = template.Resources[id];
    return isRecord(resource) ? { ...template, Resources: { ...template.Resources, [id]: { ...resource, Condition: condition } } } : template;
  }
  let left = at;
  const other = what === "value" ? "https://prod.example.com" : { Ref: "AWS::NoValue" };
  const visited = (value: unknown, mayFork: boolean): unknown => {
    if (mayFork && !isRecord(value) && !Array.isArray(value) && left-- === 0) return { "Fn::If": [condition, value, other] };
    if (Array.isArray(value)) return value.map((item) => visited(item, mayFork));
    if (!isRecord(value)) return value;
    const [name = ""] = Object.keys(value);
    if (name === "Ref" || name.startsWith("Fn::")) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, visited(child, mayFork || key === "Properties")]));
  };
  return { ...template, Resources: visited(template.Resources, false) as Record<string, unknown> }; // A map of resources stays one.
}

const apis = fc.oneof({ arbitrary: templates, weight: 4 }, { arbitrary: samTemplates, weight: 3 }, { arbitrary: openApiTemplates, weight: 2 });
const plain = fc.oneof({ arbitrary: apis, weight: 3 }, { arbitrary: withEdge(apis), weight: 1 });

/** Templates of every kind, some with scenarios, with and without signs of a frontend. */
export const anyTemplate: fc.Arbitrary<Template> = fc
  .record({ template: plain, intent: intents, forks: fc.array(fork, { maxLength: 3 }) })
  .map(({ template, intent, forks }) => {
    const parameters = isRecord(template["Parameters"]) ? template["Parameters"] : {};
    const whole: Template = { ...template, ...intent.sections, Resources: { ...template.Resources, ...intent.resources } };
    if (forks.length === 0) return whole;
    const conditional: Template = { ...whole, Parameters: { ...parameters, StageName: { Type: "String", Default: "dev", AllowedValues: ["dev", "prod"] } }, Conditions: CONDITIONS };
    return forks.reduce(forked, conditional);
  });
