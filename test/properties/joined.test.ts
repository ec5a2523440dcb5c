import fc from "fast-check";
import { expect, it } from "vitest";
import { joinStacks } from "../../src/template/joined/join-stacks.ts";
import { findingsIn, predictionsFor, subjectsOf, templateIn } from "./examine.ts";
import { split } from "./split.ts";
import { anyTemplate } from "./surroundings.ts";
import type { Template as Data } from "./templates.ts";
import type { Template } from "../../src/template/types.ts";

const options = { numRuns: Number(process.env["CORS_LINT_RUNS"] ?? 100), seed: Number(process.env["CORS_LINT_SEED"] ?? 20_261_129) };

/** Deployments do not wait for what is in another stack, and nobody says that they do. */
const ABOUT_DEPLOYMENT = /incomplete-deployment-dependencies|missing-deployment/u;

function verdicts(template: Template): readonly string[] {
  return [...new Set(predictionsFor(template).map(({ api, route, scenario, blocked }) => `${api.id} ${route.method} ${route.path} [${scenario.replaceAll("second.", "").split(", ").sort().join(", ")}] ${blocked.join("; ")}`))].sort();
}

/** SAM's resources stay in one stack: it knows no API of another. */
const plain = anyTemplate.filter((data) => data["Transform"] === undefined);

it("an API that is split over two stacks gets the verdicts that it gets as one", () => {
  let splits = 0;
  fc.assert(
    fc.property(plain, fc.nat(), (data: Data, bits) => {
      const { first, second } = split(data, (index) => ((bits >> index % 30) & 1) === 1);
      if (Object.keys(second.Resources).length === 0) return;
      splits++;
      const [joined, ...others] = joinStacks([templateIn(JSON.stringify(first), "first.json"), templateIn(JSON.stringify(second), "second.json")]);
      // Of many origins the first count, so the order has to be the same.
      const order = [...Object.keys(first.Resources), ...Object.keys(second.Resources)];
      const whole = templateIn(JSON.stringify({ ...data, Resources: Object.fromEntries(order.map((id) => [id, data.Resources[id]])) }));
      expect(others).toEqual([]);
      if (joined === undefined) return;
      expect(verdicts(joined)).toEqual(verdicts(whole));
      const said = (template: Template): readonly string[] => subjectsOf(findingsIn(template)).filter((subject) => !ABOUT_DEPLOYMENT.test(subject));
      expect(said(joined)).toEqual(said(whole));
    }),
    { ...options, endOnFailure: true },
  );
  expect(splits).toBeGreaterThan(options.numRuns / 4);
}, Math.max(60_000, options.numRuns * 500));
