import type { Template } from "./templates.ts";

const MOVABLE = /^AWS::ApiGateway::(?:Resource|Method|GatewayResponse)$|^AWS::ApiGatewayV2::(?:Route|Integration)$/u;

/** A template over two stacks: some parts of its APIs move to a second one, which imports what they name of the first. */
export function split(template: Template, isMoved: (index: number) => boolean): { readonly first: Template; readonly second: Template } {
  const ids = Object.keys(template.Resources);
  const moved = new Set(ids.filter((id, index) => isMoved(index) && MOVABLE.test(typeOf(template.Resources[id]))));
  // The first stack is there before the second and can name nothing of it.
  for (let size = -1; size !== moved.size; ) {
    size = moved.size;
    for (const id of ids) if (!moved.has(id) && MOVABLE.test(typeOf(template.Resources[id])) && [...namesIn(template.Resources[id])].some((name) => moved.has(name))) moved.add(id);
  }
  const outputs: Record<string, unknown> = {};
  const exported = (value: unknown): unknown => {
    const output = `Output${Object.values(outputs).length}`;
    const text = JSON.stringify(value);
    const known = Object.entries(outputs).find(([, there]) => JSON.stringify((there as { readonly Value: unknown }).Value) === text)?.[0]; // Made below.
    if (known === undefined) outputs[output] = { Value: value, Export: { Name: { "Fn::Sub": `\${Stage_}-${output}` } } };
    return { "Fn::ImportValue": { "Fn::Sub": `\${Stage_}-${known ?? output}` } };
  };
  const isThere = (name: string): boolean => !moved.has(name) && Object.hasOwn(template.Resources, name);
  const importing = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(importing);
    if (typeof value !== "object" || value === null) return value;
    const [[key, argument] = ["", undefined], ...more] = Object.entries(value);
    if (more.length === 0 && key === "Ref" && typeof argument === "string") return isThere(argument) ? exported(value) : value;
    if (more.length === 0 && key === "Fn::GetAtt" && Array.isArray(argument)) return isThere(String(argument[0])) ? exported(value) : value;
    if (more.length === 0 && key === "Fn::Sub" && typeof argument === "string") return substituted(argument, (name) => (isThere(name.split(".")[0] ?? "") ? exported(name.includes(".") ? { "Fn::GetAtt": name.split(".") } : { Ref: name }) : undefined));
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, importing(child)]));
  };
  const second = Object.fromEntries(ids.filter((id) => moved.has(id)).map((id) => [id, importing(template.Resources[id])]));
  const first = Object.fromEntries(ids.filter((id) => !moved.has(id)).map((id) => [id, withoutDependencies(template.Resources[id], moved)]));
  const shared = Object.fromEntries(["Parameters", "Conditions", "Mappings"].flatMap((section) => (template[section] === undefined ? [] : [[section, template[section]]])));
  return { first: { ...template, Resources: first, Outputs: { ...(template["Outputs"] as object | undefined), ...outputs } }, second: { ...shared, Resources: second } };
}

function substituted(text: string, valueOf: (name: string) => unknown): unknown {
  const variables: Record<string, unknown> = {};
  const template = text.replaceAll(/\$\{([\w.]+)\}/gu, (whole, name: string) => {
    const value = valueOf(name);
    if (value === undefined) return whole;
    const variable = name.replaceAll(".", "");
    variables[variable] = value;
    return `\${${variable}}`;
  });
  return { "Fn::Sub": Object.keys(variables).length === 0 ? text : [template, variables] };
}

function typeOf(resource: unknown): string {
  return typeof resource === "object" && resource !== null && "Type" in resource ? String(resource.Type) : "";
}

/** Names after `Ref` and before the dot of attributes, as far as the generator writes them. */
function namesIn(value: unknown): ReadonlySet<string> {
  return new Set([...JSON.stringify(value).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)|\$\{(\w+)/gu)].map(([, ref, sub]) => ref ?? sub ?? ""));
}

function withoutDependencies(resource: unknown, moved: ReadonlySet<string>): unknown {
  if (typeof resource !== "object" || resource === null || !("DependsOn" in resource) || !Array.isArray(resource.DependsOn)) return resource;
  return { ...resource, DependsOn: resource.DependsOn.filter((id) => !moved.has(String(id))) };
}
