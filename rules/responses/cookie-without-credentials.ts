import { defineRule } from "../../src/linter/index.ts";
import { knownText } from "../../src/source/index.ts";
import { headOf } from "../shared/places.ts";
import { sentHeader } from "../shared/responses.ts";

/**
 * A browser keeps a cookie of another origin only from a request that was made with credentials, and shows the response to such a request
 * only with Access-Control-Allow-Credentials. Without it the cookie is dropped, or the response is blocked: there is no third way.
 */
export default defineRule({
  id: "cookie-without-credentials",
  meta: {
    description: "Require Access-Control-Allow-Credentials on responses that set a cookie for pages of another origin",
    severity: "warning",
    set: "strict",
    category: "responses",
    reference: "https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch",
    failureModes: ["F43"],
    messages: {
      sameSite: "This cookie is not set with SameSite=None, so browsers send it back with no request of a page on another site than the API's.",
      dropped: "{{method}} {{path}} sets a cookie and does not allow credentials: browsers drop the cookie, or block the response where the page asks with credentials.",
    },
    help: "Allow credentials and name the origins of your pages, or hand the session over in the body.",
  },

  *route(route, { predict }) {
    if (route.isOptions || route.intent.kind !== "browser") return;
    for (const request of route.browserRequests) {
      const verdict = predict(route, request);
      // What pages get is what counts: where nothing gets through, other rules say why.
      if (verdict.outcome !== "allowed" || verdict.responseType !== "cors") continue;
      const { response } = verdict;
      const cookie = sentHeader(response, "Set-Cookie");
      if (!cookie?.place || cookie.presence !== "present") continue;
      const at = headOf(cookie.place);
      if (sentHeader(response, "Access-Control-Allow-Credentials")) {
        const written = knownText(cookie.value);
        if (written === undefined || /;\s*samesite=none\b/iu.test(written)) continue;
        yield { message: "sameSite", at, help: "Set the cookie with `SameSite=None; Secure`.", route };
        return;
      }
      if (response.unlisted !== "absent") continue;
      yield { message: "dropped", data: { method: request.request.method, path: route.path }, at, route };
      return;
    }
  },
});
