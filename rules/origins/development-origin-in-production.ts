import { defineRule } from "../../src/linter/index.ts";
import { isLoopback, originRemoved, type WrittenOrigin, writtenOrigins } from "../shared/origins.ts";
import { headOf } from "../shared/places.ts";
import { evidenceOfProduction } from "../shared/stages.ts";

/**
 * A page at `http://localhost:3000` is whatever runs on the visitor's own machine, and a tunnel (ngrok) is whoever holds it now. Developers
 * want such origins; users of the production API have none, and other programs on their machines do.
 */
export default defineRule({
  id: "development-origin-in-production",
  meta: {
    description: "Disallow origins of development servers where the stage is the production",
    severity: "warning",
    set: "recommended",
    category: "origins",
    reference: "https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
    failureModes: ["F49"],
    fix: "unsafe",
    security: { severity: 4.3, cwe: 942 },
    messages: {
      allowed: "`{{origin}}` is allowed in production ({{evidence}}): whatever runs there can read the responses.",
    },
    help: "Allow it in development only: choose the list by a condition or a parameter of the stage.",
  },

  settings: ["allow-origin"],
  *setting(setting) {
    const origins = writtenOrigins(setting).filter(isOfDevelopment);
    const evidence = origins.length > 0 ? evidenceOfProduction(setting.api) : undefined;
    if (!evidence) return;
    for (const origin of origins) {
      // The default of a parameter is there to be replaced by whoever deploys to production.
      if (isDefault(origin, setting.api.world.template.parameters)) continue;
      const fix = originRemoved(setting, origin, "unsafe");
      yield { message: "allowed", data: { origin: origin.text, evidence: evidence.what }, at: headOf(origin.place), related: evidence.related, ...(fix && { fix }) };
    }
  },
});

function isOfDevelopment(origin: WrittenOrigin): boolean {
  if (!/^https?$/u.test(origin.scheme)) return false;
  // Without a port it is the origin of an app in a web view (Capacitor, Ionic).
  if (isLoopback(origin)) return origin.port !== undefined;
  return origin.host === "0.0.0.0" || /(?:^|\.)ngrok(?:-free)?\.(?:io|app|dev)$|\.(?:loca\.lt|localtunnel\.me)$/u.test(origin.host);
}

function isDefault({ text }: WrittenOrigin, parameters: ReadonlyMap<string, { readonly value: string | undefined; readonly given: boolean }>): boolean {
  return [...parameters.values()].some(({ value, given }) => !given && value?.includes(text) === true);
}
