import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import { findingsFor } from "../../src/cli/explain/causes.ts";
import { messagesIn } from "../../src/cli/explain/recognize.ts";
import { rulesFor } from "../../src/cli/explain/rules-for.ts";
import type { Finding } from "../../src/linter/types.ts";
import { firefoxReason } from "../../src/fetch/messages.ts";
import { fixturesOf, lintText } from "../rules/fixtures.ts";

/** Findings about everything that is blocked: the net, a setting that AWS refuses whole, the one warning for an API of unknown intent. */
function isAboutAnything({ rule, severity }: Finding): boolean {
  return rule === "request-blocked" || rule === "unknown-cors-property" || (severity === "warning" && (rule === "missing-options-method" || rule === "missing-cors-configuration"));
}

describe.each(allRules.filter(({ change }) => change === undefined).map(({ id }) => ({ id, fixtures: fixturesOf(id) })).filter(({ fixtures }) => fixtures.length > 0))("what browsers say of $id's fixtures", ({ fixtures }) => {
  it("leads back to the findings that predict it", async () => {
    for (const { path, text } of fixtures) {
      const { findings } = await lintText(path, text);
      for (const finding of findings) {
        if (finding.browserMessage === undefined || isAboutAnything(finding)) continue;
        const [message, ...others] = messagesIn(finding.browserMessage);
        expect(others).toEqual([]);
        if (!message) throw new Error(`not understood: ${finding.browserMessage}`);
        const rules = rulesFor(message);
        expect(rules.map(({ id }) => id), `${path}: ${finding.browserMessage}`).toContain(finding.rule);
        expect(findingsFor(message, findings, rules), `${path}: ${finding.browserMessage} ${JSON.stringify(finding.routes)}`).toContain(finding);
        const [error] = message.errors;
        if (error === undefined) continue;
        const inFirefox = messagesIn(`(Reason: ${firefoxReason({ error, detail: message.header ?? message.value ?? "" })})`)[0];
        expect(inFirefox && rulesFor(inFirefox).map(({ id }) => id), `${path}: Firefox, ${error}`).toContain(finding.rule);
      }
    }
  });
});
