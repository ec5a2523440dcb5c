import type { TemplateDiff } from "@aws-cdk/cloudformation-diff";
import { plainFrom } from "../source/index.ts";
import type { Template } from "../template/index.ts";

/** What an update of the stack would do, as far as it matters to what browsers see. */
export interface TemplateChanges {
  /** Something outside of single resources differs (conditions, mappings, metadata): any resource may read differently. */
  readonly touchesAll: boolean;
  /** Parameters differ. A default that changes reaches new stacks only: an update keeps the values that a stack has. */
  readonly touchesParameters: boolean;
  /** Logical ids of resources that are added, changed or removed. */
  readonly resources: ReadonlySet<string>;
  /** Whether CloudFormation makes a new resource under the same logical id. */
  replaces(id: string): "yes" | "no" | "maybe";
}

/**
 * The changes between two templates by AWS's own table of properties. Both are compared as SAM's macro leaves them: the table takes nearly
 * every property of `AWS::Serverless::Api` for one that replaces the API. The package and its table load when this is first called.
 */
export async function templateChanges(before: Template, after: Template): Promise<TemplateChanges> {
  const { fullDiff } = await import("@aws-cdk/cloudformation-diff");
  const diff = fullDiff(plainTemplate(before), plainTemplate(after));
  const changes = diff.resources.changes;
  return {
    touchesAll: differsOutsideResources(diff),
    touchesParameters: diff.parameters.differenceCount > 0,
    resources: new Set(diff.resources.logicalIds),
    replaces: (id) => {
      const change = Object.hasOwn(changes, id) ? changes[id] : undefined;
      if (change === undefined) return "no";
      // The texts of ResourceImpact; the enumeration itself would load the package.
      if (change.changeImpact === "WILL_REPLACE") return "yes";
      return change.changeImpact === "MAY_REPLACE" ? "maybe" : "no";
    },
  };
}

/** A null prototype keeps a key `__proto__` what it is. */
function plainTemplate(template: Template): Record<string, unknown> {
  // The root of a template is a map, and plainFrom makes an object of each map.
  return plainFrom(template.root) as Record<string, unknown>;
}

function differsOutsideResources({ conditions, mappings, metadata, unknown, transform }: TemplateDiff): boolean {
  return [conditions, mappings, metadata, unknown].some(({ differenceCount }) => differenceCount > 0) || transform !== undefined;
}
