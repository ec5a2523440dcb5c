import type { Node } from "../../source/index.ts";
import { get, isIntrinsic, isTruthy, ref, scalar, stringOf } from "./editable.ts";
import { derivedResource } from "./made.ts";
import type { Made } from "./made.ts";
import { isA, refuseResource } from "./refusal.ts";
import type { Expected } from "./refusal.ts";
import type { Serverless } from "./serverless.ts";

const CORS: Readonly<Record<string, readonly [Expected, string]>> = {
  AllowOrigins: ["list", "list"],
  AllowMethods: ["list", "list"],
  AllowCredentials: ["boolean", "bool"],
  AllowHeaders: ["list", "list"],
  ExposeHeaders: ["list", "list"],
  MaxAge: ["integer", "int"],
};

/** `FunctionUrlConfig`: the URL, and for a public one the two permissions that let anybody call it (SAM: "FunctionUrlConfig"). */
export function functionUrl(source: Serverless, alias: Made | undefined): Made[] {
  const entry = source.properties.entry("FunctionUrlConfig");
  if (entry === undefined || !isTruthy(entry.value)) return [];
  const config = entry.value;
  const { place } = config;
  check(source.id, config);
  const target = ref(place, alias?.id ?? source.id);
  const url = derivedResource(source, `${source.id}Url`, "AWS::Lambda::Url", place);
  if (config.kind === "map") {
    url.passTruthy(config, "Cors").pass(config, "AuthType");
    url.set("TargetFunctionArn", target).pass(config, "InvokeMode");
  }
  if (stringOf(get(config, "AuthType")) !== "NONE" || isIntrinsic(config)) return [url];
  const permission = (suffix: string, action: string): Made =>
    derivedResource(source, `${source.id}${suffix}`, "AWS::Lambda::Permission", place)
      .set("Action", scalar(place, action))
      .set("FunctionName", target)
      .set("Principal", scalar(place, "*"));
  return [
    url,
    permission("UrlPublicPermissions", "lambda:InvokeFunctionUrl").set("FunctionUrlAuthType", get(config, "AuthType")),
    permission("URLInvokeAllowPublicAccess", "lambda:InvokeFunction").set("InvokedViaFunctionUrl", scalar(place, true)),
  ];
}

function check(id: string, config: Node): void {
  if (isIntrinsic(config)) return;
  const type = get(config, "AuthType");
  if (!(isTruthy(type) && isIntrinsic(type)) && !["AWS_IAM", "NONE"].includes(stringOf(type) ?? "")) {
    refuseResource(id, "AuthType is required to configure function property `FunctionUrlConfig`. Please provide either AWS_IAM or NONE.", type?.place ?? config.place);
  }
  const cors = get(config, "Cors");
  if (!isTruthy(cors) || isIntrinsic(cors)) return;
  if (cors.kind !== "map") return refuseResource(id, "Property 'FunctionUrlConfig.Cors' should be a map.", cors.place);
  for (const { key, keyPlace, value } of cors.entries()) {
    const [expected, name] = (Object.hasOwn(CORS, key) ? CORS[key] : undefined) ?? refuseResource(id, `${key} is not a valid property for configuring Cors.`, keyPlace);
    if (!isIntrinsic(value) && !isA(value, expected)) refuseResource(id, `${key} must be of type ${name}.`, value.place);
  }
}
