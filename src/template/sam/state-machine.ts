import type { Node } from "../../source/index.ts";
import { addRestIntegration } from "./api-event.ts";
import { INTEGRATION } from "./body.ts";
import { EditableMap, getAtt, isLiteralTrue, isTruthy, mapFrom, scalar, sub } from "./editable.ts";
import { eventsOf } from "./events.ts";
import type { Event } from "./events.ts";
import { asFault } from "./events.ts";
import { BODY_LOCATION, locationOf } from "./locations.ts";
import { derivedResource, mainResource } from "./made.ts";
import type { Made } from "./made.ts";
import { refuseResource } from "./refusal.ts";
import { stateMachineEventSchema } from "./schema.ts";
import type { Expansion, Serverless } from "./serverless.ts";
import { propagateTags, tagList } from "./tags.ts";

/** What SAM makes of an `AWS::Serverless::StateMachine`; its `Api` events start executions and answer without CORS headers. */
export function expandStateMachine(expansion: Expansion, source: Serverless): Made[] {
  const events = asFault(source.id, () => eventsOf(expansion, source, stateMachineEventSchema));
  const machine = stateMachine(expansion, source);
  const made = [machine];
  const given = source.properties;
  if (isTruthy(given.get("Role")) && isTruthy(given.get("Policies"))) refuseResource(source.id, "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them", given.entry("Role")?.keyPlace ?? source.place);
  if (isTruthy(given.get("Role"))) machine.set("RoleArn", given.get("Role"), given.entry("Role")?.keyPlace);
  else {
    made.push(derivedResource(source, `${source.id}Role`, "AWS::IAM::Role"));
    machine.set("RoleArn", getAtt(source.place, `${source.id}Role`, "Arn"));
  }
  const alias = aliasOf(source);
  made.push(...alias);
  const target = isLiteralTrue(given.get("UseAliasAsEventTarget")) ? (alias.at(-1) ?? machine) : machine;
  for (const event of events) made.push(...eventResources(expansion, source, event, target));
  propagateTags(made, given.get("Tags"), isTruthy(expansion.look(given.get("PropagateTags"))));
  return made;
}

function stateMachine(expansion: Expansion, source: Serverless): Made {
  const given = source.properties;
  const definition = given.entry("Definition");
  const uri = given.entry("DefinitionUri");
  const machine = mainResource(source, "AWS::StepFunctions::StateMachine").passTruthy(given, "DefinitionSubstitutions");
  if (definition !== undefined && isTruthy(definition.value)) {
    if (uri !== undefined && isTruthy(uri.value)) refuseResource(source.id, "Specify either 'Definition' or 'DefinitionUri' property and not both.", uri.keyPlace);
    // SAM writes the definition as text with substitutions; the map is the same to CloudFormation.
    machine.set("Definition", definition.value, definition.keyPlace);
  } else if (uri !== undefined && isTruthy(uri.value)) {
    machine.set("DefinitionS3Location", locationOf(expansion, source.id, "DefinitionUri", uri.value, BODY_LOCATION), uri.keyPlace);
  } else refuseResource(source.id, "Either 'Definition' or 'DefinitionUri' property must be specified.", source.place);
  const tags = given.get("Tags");
  const own = mapFrom(source.place, [["stateMachine:createdBy", scalar(source.place, "SAM")]]);
  machine.set("Tags", tagList(source.place, own, tags?.kind === "map" ? tags : undefined));
  const renamed = [["StateMachineName", "Name"], ["StateMachineType", "Type"], ["LoggingConfiguration", "Logging"], ["TracingConfiguration", "Tracing"]] as const;
  for (const [name, from] of renamed) machine.set(name, given.get(from), given.entry(from)?.keyPlace);
  return machine;
}

function aliasOf(source: Serverless): Made[] {
  const given = source.properties;
  const alias = given.get("AutoPublishAlias");
  if (!isTruthy(alias)) {
    for (const key of ["UseAliasAsEventTarget", "DeploymentPreference"]) {
      if (isTruthy(given.get(key))) refuseResource(source.id, `'${key}' requires 'AutoPublishAlias' property to be specified.`, given.entry(key)?.keyPlace ?? source.place);
    }
    return [];
  }
  const name = alias.kind === "scalar" ? alias.text : "";
  const version = derivedResource(source, `${source.id}Version`, "AWS::StepFunctions::StateMachineVersion", alias.place).set("StateMachineArn", mapFrom(alias.place, [["Ref", scalar(alias.place, source.id)]]));
  return [version, derivedResource(source, `${source.id}Alias${name}`, "AWS::StepFunctions::StateMachineAlias", alias.place).set("Name", alias)];
}

function eventResources(expansion: Expansion, source: Serverless, event: Event, target: Made): Made[] {
  const id = `${source.id}${event.id}`;
  const role = derivedResource(source, `${id}Role`, "AWS::IAM::Role", event.place);
  if (event.type !== "Api") return [derivedResource(source, id, event.type === "ScheduleV2" ? "AWS::Scheduler::Schedule" : "AWS::Events::Rule", event.place), role];
  if (event.api !== undefined) {
    const uri = sub(event.place, "arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution");
    const isUnescaped = isLiteralTrue(event.properties.get("UnescapeMappingTemplate"));
    addRestIntegration(expansion, event.api, uri, (definition, target_) => fill(definition, target_, role.id, requestTemplate(target.id, isUnescaped)));
  }
  return [role];
}

function requestTemplate(id: string, isUnescaped: boolean): string {
  const input = "$util.escapeJavaScript($input.json('$'))";
  return isUnescaped ? `{"input": "${input}.replaceAll("\\\\'","'")", "stateMachineArn": "\${${id}}"}` : `{"input": "${input}", "stateMachineArn": "\${${id}}"}`;
}

function fill(definition: EditableMap, uri: Node, roleId: string, template: string): void {
  const { place } = definition;
  const text = (value: string): Node => scalar(place, value);
  const status = (code: string): Node => mapFrom(place, [["statusCode", text(code)]]);
  const described = (words: string): Node => mapFrom(place, [["description", text(words)]]);
  const integration = mapFrom(place, [
    ["type", text("aws")],
    ["httpMethod", text("POST")],
    ["uri", uri],
    ["responses", mapFrom(place, [["200", status("200")], ["400", status("400")]])],
    ["credentials", getAtt(place, roleId, "Arn")],
    ["requestTemplates", mapFrom(place, [["application/json", sub(place, template)]])],
  ]);
  definition.set(INTEGRATION, integration, place);
  if (!definition.has("responses")) definition.set("responses", mapFrom(place, [["200", described("OK")], ["400", described("Bad Request")]]), place);
}
