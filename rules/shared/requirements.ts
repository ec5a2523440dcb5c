import type { Edit, Place } from "../../src/source/index.ts";

/** Takes a requirement out of the `security` of an OpenAPI operation, given the key that names its scheme; `undefined` elsewhere. */
export function requirementRemoved({ parent: requirement, part }: Place): readonly Edit[] | undefined {
  const isRequirement = part === "key" && typeof requirement?.segment === "number" && requirement.parent?.segment === "security";
  return isRequirement ? [{ kind: "remove", place: requirement }] : undefined;
}
