import { apisOf } from "../../src/aws/apis.ts";
import { predictFetch } from "../../src/fetch/index.ts";
import { type Fixable, fixFindings, type FixOutcome } from "../../src/linter/fix.ts";
import { lint } from "../../src/linter/lint.ts";
import type { Finding, LintResult } from "../../src/linter/types.ts";
import { plainFrom, type Applicability } from "../../src/source/index.ts";
import { loadTemplate } from "../../src/template/load.ts";
import type { Template } from "../../src/template/types.ts";
import { allRules } from "../../rules/index.ts";

export function templateOf(name: string, text: string): Template | undefined {
  const template = loadTemplate({ name, bytes: new TextEncoder().encode(text) }, { parameters: new Map() });
  return "notATemplate" in template ? undefined : template;
}

export function lintOf(name: string, text: string, strict = true): LintResult | undefined {
  const template = templateOf(name, text);
  return template && lint([template], allRules, { strict });
}

export interface Fixed extends FixOutcome {
  readonly text: string;
}

/** Fixes a text until nothing is left to fix; `only`: findings that are looked at, all of them where it is left out. */
export async function fixedText(name: string, text: string, allowed: readonly Applicability[] = ["safe"], only: (finding: Finding) => boolean = () => true, strict = true): Promise<Fixed> {
  let now = text;
  const target: Fixable = {
    lint: async () => {
      const result = lintOf(name, now, strict);
      return result && { ...result, findings: result.findings.map((finding) => (only(finding) ? finding : { ...finding, fix: undefined })) };
    },
    refusal: () => undefined,
    change: (_file, changed) => {
      const before = now;
      now = changed;
      return () => { now = before; };
    },
  };
  const outcome = await fixFindings(target, new Set(allowed));
  return { ...outcome, text: now };
}

/** JSON pointers at which two documents differ, each the deepest one possible. */
export function differences(before: Template, after: Template): readonly string[] {
  const found: string[] = [];
  const pending: (readonly [unknown, unknown, string])[] = [[plainFrom(before.written), plainFrom(after.written), ""]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [a, b, path] = next;
    if (isRecord(a) && isRecord(b) && Array.isArray(a) === Array.isArray(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) pending.push([a[key], b[key], `${path}/${key}`]);
    } else if (a !== b) found.push(path);
  }
  return found;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** Whatever a browser decides about each request of each route in each scenario. */
export function verdictsOf(template: Template): ReadonlyMap<string, string> {
  const verdicts = new Map<string, string>();
  for (const outline of apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      const api = outline.build(template.world(scenario));
      for (const route of api?.routes ?? []) {
        for (const { request } of route.browserRequests) {
          const { origin, method, path, headers, credentials } = request;
          verdicts.set(JSON.stringify([api?.name, route.method, route.path, scenario.label, origin, method, path, headers, credentials]), api ? predictFetch(api.server, request).outcome : "");
        }
      }
    }
  }
  return verdicts;
}
