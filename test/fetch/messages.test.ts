import { describe, expect, it } from "vitest";
import { chromiumMessage, firefoxReason, type CorsError } from "../../src/fetch/index.ts";

const PREFIX = "Access to fetch at 'https://api.example.net/users' from origin 'https://app.example.com' has been blocked by CORS policy: ";
const PREFLIGHT = "Response to preflight request doesn't pass access control check: ";
const VALID = "Have the server send the header with a valid value.";

/** As Chromium 156 and Firefox 153 were seen to print them. */
const MESSAGES: readonly [error: CorsError, detail: string | undefined, chromium: string, firefox: string][] = [
  ["MissingAllowOriginHeader", undefined, "No 'Access-Control-Allow-Origin' header is present on the requested resource.", "CORS header ‘Access-Control-Allow-Origin’ missing"],
  ["PreflightMissingAllowOriginHeader", undefined, `${PREFLIGHT}No 'Access-Control-Allow-Origin' header is present on the requested resource.`, "CORS header ‘Access-Control-Allow-Origin’ missing"],
  ["WildcardOriginNotAllowed", undefined, "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.", "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’"],
  ["MultipleAllowOriginValues", "*, *", `The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one is allowed. ${VALID}`, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘*, *’"],
  ["PreflightInvalidAllowOriginValue", "'*'", `${PREFLIGHT}The 'Access-Control-Allow-Origin' header contains the invalid value ''*''. ${VALID}`, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘'*'’"],
  ["AllowOriginMismatch", "null", `The 'Access-Control-Allow-Origin' header has a value 'null' that is not equal to the supplied origin. ${VALID}`, "CORS header ‘Access-Control-Allow-Origin’ does not match ‘null’"],
  ["InvalidAllowCredentials", "", "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.", "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"],
  ["PreflightInvalidAllowCredentials", "True", `${PREFLIGHT}The value of the 'Access-Control-Allow-Credentials' header in the response is 'True' which must be 'true' when the request's credentials mode is 'include'.`, "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’"],
  ["PreflightInvalidStatus", undefined, `${PREFLIGHT}It does not have HTTP ok status.`, "CORS preflight response did not succeed"],
  ["PreflightDisallowedRedirect", undefined, `${PREFLIGHT}Redirect is not allowed for a preflight request.`, "CORS request external redirect not allowed"],
  ["InvalidAllowMethodsPreflightResponse", "GET PUT", "Cannot parse Access-Control-Allow-Methods response header field in preflight response.", "invalid token ‘GET PUT’ in CORS header ‘Access-Control-Allow-Methods’"],
  ["InvalidAllowHeadersPreflightResponse", "A;B", "Cannot parse Access-Control-Allow-Headers response header field in preflight response.", "invalid token ‘A;B’ in CORS header ‘Access-Control-Allow-Headers’"],
  ["MethodDisallowedByPreflightResponse", "PUT", "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.", "Did not find method in CORS header ‘Access-Control-Allow-Methods’"],
  ["HeaderDisallowedByPreflightResponse", "content-type", "Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.", "header ‘content-type’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response"],
];

describe("browsers' own words", () => {
  const subject = { url: "https://api.example.net/users", origin: "https://app.example.com", method: "PUT" };

  it.each(MESSAGES)("%s", (error, detail, chromium, firefox) => {
    const found = { ...subject, error, ...(detail === undefined ? {} : { detail }) };
    expect(chromiumMessage(found)).toBe(PREFIX + chromium);
    expect(firefoxReason(found)).toBe(firefox);
  });

  it("names where a redirect had led to, and XMLHttpRequest", () => {
    expect(chromiumMessage({ ...subject, finalUrl: "https://api.example.net/b", error: "MissingAllowOriginHeader", api: "XMLHttpRequest" })).toMatch(
      /^Access to XMLHttpRequest at 'https:\/\/api\.example\.net\/b' \(redirected from 'https:\/\/api\.example\.net\/users'\) from origin/u);
  });

  it("has no CORS message for what is no CORS error", () => {
    expect(chromiumMessage({ ...subject, error: "NetworkError" })).toBe("Failed to load resource: net::ERR_FAILED");
  });
});
