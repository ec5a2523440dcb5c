import { defineRule } from "../../src/linter/index.ts";
import { headOf } from "../shared/places.ts";
import { isLoopback, writtenOrigins } from "../shared/origins.ts";

/**
 * The port is a part of an origin: `http://localhost` is the page on port 80 and no other. Development servers listen elsewhere (3000, 4200,
 * 5173, 8080), and a page from there has another origin.
 */
export default defineRule({
  id: "portless-localhost-origin",
  meta: {
    description: "Require a port in the origins of development servers",
    severity: "warning",
    set: "recommended",
    category: "origins",
    reference: "https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin",
    failureModes: ["F46"],
    messages: {
      portless: "`{{origin}}` is the page on port {{port}} only: pages of a development server on another port are not allowed.",
    },
    help: "Name the port that the address bar shows: `http://localhost:3000`.",
  },

  settings: ["allow-origin"],
  *setting(setting) {
    for (const origin of writtenOrigins(setting)) {
      if (!/^https?$/u.test(origin.scheme) || origin.port !== undefined || !isLoopback(origin)) continue;
      // Whoever names a port elsewhere knows of ports; apps in a web view (Capacitor, Ionic) are at `http://localhost` indeed.
      if (setting.api.settings.some((other) => writtenOrigins(other).some(isAwareOfPorts))) return;
      yield { message: "portless", data: { origin: origin.text, port: origin.scheme === "https" ? "443" : "80" }, at: headOf(origin.place) };
    }
  },
});

function isAwareOfPorts(origin: ReturnType<typeof writtenOrigins>[number]): boolean {
  return (isLoopback(origin) && origin.port !== undefined) || /^(?:capacitor|ionic)$/u.test(origin.scheme);
}
