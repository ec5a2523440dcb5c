import { describe } from "../source/index.ts";
import type { View, World } from "../template/index.ts";

/** The Lambda function that an integration URI or a function ARN leads to, also through an alias or a version. */
export function functionBehind(world: World, uri: View): string | undefined {
  for (const { id } of uri.mentions()) {
    const resource = world.resources.get(id);
    if (resource?.type === "AWS::Lambda::Function") return id;
    if (resource?.type !== "AWS::Lambda::Alias" && resource?.type !== "AWS::Lambda::Version") continue;
    const named = resource.properties.get("FunctionName").mentions().find((mention) => world.resources.get(mention.id)?.type === "AWS::Lambda::Function");
    if (named) return named.id;
  }
  return undefined;
}

/** What stands behind a URI, as a person reads it. */
export function functionTarget(functionId: string | undefined, uri: View): string {
  if (functionId !== undefined) return `Lambda function ${functionId}`;
  const text = uri.text();
  return text.kind === "unknown" ? "a Lambda function" : `Lambda function ${describe(text)}`;
}
