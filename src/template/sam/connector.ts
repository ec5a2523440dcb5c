import type { Node } from "../../source/index.ts";
import { get, scalar, stringOf } from "./editable.ts";
import { derivedResource, PREFIX } from "./serverless.ts";
import type { Expansion, Made, Serverless } from "./serverless.ts";

/**
 * A connector gives permissions and changes no API. Where it lets an API call a function SAM makes a permission of it; of the policies
 * that it makes otherwise only the id and type are kept.
 */
export function expandConnector(expansion: Expansion, source: Serverless): Made[] {
  const given = source.properties.get("Destination");
  const destinations = given === undefined ? [] : given.kind === "list" ? given.items : [given];
  return destinations.flatMap((destination, index) => {
    const suffix = given?.kind === "list" ? `Destination${index}` : "";
    if (!isApi(typeOf(expansion, source.properties.get("Source"))) || !typeOf(expansion, destination).endsWith("Function")) {
      return [derivedResource(source, `${source.id}Policy${suffix}`, "AWS::IAM::ManagedPolicy", destination.place)];
    }
    return [permission(source, destination, suffix)];
  });
}

function isApi(type: string): boolean {
  return [`${PREFIX}Api`, `${PREFIX}HttpApi`, "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api"].includes(type);
}

function typeOf(expansion: Expansion, end: Node | undefined): string {
  const id = stringOf(get(end, "Id"));
  return (id === undefined ? stringOf(get(end, "Type")) : (expansion.serverless.get(id)?.type ?? expansion.originalType(id))) ?? "";
}

function permission(source: Serverless, destination: Node, suffix: string): Made {
  const { place } = destination;
  return derivedResource(source, `${source.id}WriteLambdaPermission${suffix}`, "AWS::Lambda::Permission", place)
    .set("Action", scalar(place, "lambda:InvokeFunction"))
    .set("Principal", scalar(place, "apigateway.amazonaws.com"));
}
