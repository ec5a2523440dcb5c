import type { CorsError } from "../../fetch/types.ts";

/** What a message says and where to look. */
export interface Meaning {
  readonly id: string;
  /**
   * How the message is worded, with straight quotes and single spaces. Groups that are looked at: `header`, `method`, `value`, `origin`.
   */
  readonly wordings: readonly RegExp[];
  /** Chromium's reasons that it stands for; the check of an origin is named without `Preflight`, which {@link where} adds. */
  readonly errors: readonly CorsError[];
  /** Which step of the exchange speaks: `check` is the one that preflight and response share. */
  readonly where: "preflight" | "check" | "response" | "deployment" | "aws" | "page";
  readonly means: string;
  /** The failure modes that cause it, likely ones first; those of a status go before them where the message names it. */
  readonly failureModes: readonly string[];
  readonly ofStatus?: Readonly<Record<number, readonly string[]>>;
  /** It only echoes another message: said alone where nothing else was pasted. */
  readonly echo?: true;
}

/** Firefox and WebKit print these texts as their consoles do; the order decides which of two texts in one line is meant. */
export const MEANINGS: readonly Meaning[] = [
  {
    id: "preflight-redirect",
    wordings: [/Redirect is not allowed for a preflight request/iu, /CORS request external redirect not allowed/iu],
    errors: ["PreflightDisallowedRedirect"],
    where: "preflight",
    means: "The preflight was answered with a redirect (http to https, a missing or surplus slash at the end, a login page). Browsers follow none for a preflight: call the final URL.",
    failureModes: ["F24"],
  },
  {
    id: "preflight-status",
    wordings: [/does not have HTTP ok status/iu, /CORS preflight response did not succeed/iu, /Preflight response is not successful/iu],
    errors: ["PreflightInvalidStatus"],
    where: "preflight",
    means: "The preflight was answered, with the right origin even, but its status is not 200 to 299. 401 and 403 mean that something guards OPTIONS, 404 and 405 that nothing answers it, 500 that what answers it is broken.",
    failureModes: ["F03", "F04", "F12", "F17", "F18", "F01", "F67", "F68", "F69", "F19", "F20", "F21", "F23"],
    ofStatus: { 301: ["F24"], 302: ["F24"], 307: ["F24"], 308: ["F24"], 400: ["F20", "F17"], 401: ["F03", "F67", "F68"], 403: ["F01", "F02", "F04", "F03", "F23", "F62", "F73"], 404: ["F17", "F69", "F70"], 405: ["F17", "F69", "F70"], 415: ["F19"], 500: ["F12", "F18", "F19", "F21"], 502: ["F17", "F27"] },
  },
  {
    id: "allow-methods-syntax",
    wordings: [/Cannot parse Access-Control-Allow-Methods/iu, /invalid token '(?<value>.*?)' in CORS header 'Access-Control-Allow-Methods'/iu],
    errors: ["InvalidAllowMethodsPreflightResponse"],
    where: "preflight",
    means: "Access-Control-Allow-Methods is no list of methods with commas between them (spaces, semicolons or a JSON list are read as one malformed method). The whole preflight fails, even for GET and POST.",
    failureModes: ["F71", "F72", "F54"],
  },
  {
    id: "allow-headers-syntax",
    wordings: [/Cannot parse Access-Control-Allow-Headers/iu, /invalid token '(?<value>.*?)' in CORS header 'Access-Control-Allow-Headers'/iu],
    errors: ["InvalidAllowHeadersPreflightResponse"],
    where: "preflight",
    means: "Access-Control-Allow-Headers is no list of header names with commas between them. The whole preflight fails.",
    failureModes: ["F54", "F16", "F05"],
  },
  {
    id: "method-not-allowed",
    wordings: [/Method (?<method>\S+) is not allowed by Access-Control-Allow-Methods/iu, /Did not find method in CORS header 'Access-Control-Allow-Methods'/iu],
    errors: ["MethodDisallowedByPreflightResponse"],
    where: "preflight",
    means: "The preflight was answered, and its Access-Control-Allow-Methods does not list the method of the request. Methods are compared byte by byte: `put`, `ANY` and a quoted `'PUT'` do not match PUT, and with credentials `*` is no wildcard.",
    failureModes: ["F08", "F07", "F58", "F71", "F16", "F54", "F05", "F14", "F17"],
  },
  {
    id: "header-not-allowed",
    wordings: [/Request header field (?<header>\S+) is not allowed by Access-Control-Allow-Headers/iu, /header '(?<header>[^']+)' is not allowed according to header 'Access-Control-Allow-Headers'/iu, /missing token '(?<header>[^']+)' in CORS header 'Access-Control-Allow-Headers'/iu],
    errors: ["HeaderDisallowedByPreflightResponse"],
    where: "preflight",
    means: "The page sets a request header that the preflight's Access-Control-Allow-Headers does not list. Browsers name the first one in alphabetical order only: after it the next may follow.",
    failureModes: ["F09", "F06", "F07", "F54", "F10", "F58", "F16", "F05", "F14", "F17", "F11", "F82", "F86"],
  },
  {
    id: "authorization-under-wildcard",
    wordings: [/'?Authorization'? header is not covered/iu, /AuthorizationCoveredByWildcard/u, /Authorization will not be covered by the wildcard/iu],
    errors: ["HeaderDisallowedByPreflightResponse"],
    where: "preflight",
    means: "A warning, not a block yet: the standard says that `*` in Access-Control-Allow-Headers does not cover Authorization. Chromium, Firefox and WebKit still let it pass. List Authorization by name.",
    failureModes: ["F10"],
  },
  {
    id: "wildcard-origin",
    wordings: [/must not be the wildcard '\*' when/iu, /Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '\*'/iu, /Cannot use wildcard in Access-Control-Allow-Origin/iu],
    errors: ["WildcardOriginNotAllowed"],
    where: "check",
    means: "The page sends credentials (`credentials: \"include\"`, `withCredentials`), and the answer allows `*`. With credentials the answer has to name the page's origin.",
    failureModes: ["F55", "F57"],
  },
  {
    id: "multiple-origins",
    wordings: [/header contains multiple values '(?<value>.*?)', but only one/iu, /Multiple CORS header 'Access-Control-Allow-Origin' not allowed/iu, /Access-Control-Allow-Origin cannot contain more than one origin/iu],
    errors: ["MultipleAllowOriginValues"],
    where: "check",
    means: "Access-Control-Allow-Origin holds several origins, or came twice: a list in one value, or both the gateway and the function (or CloudFront) send it. It may hold one.",
    failureModes: ["F34", "F36"],
  },
  {
    id: "invalid-origin",
    wordings: [/header contains the invalid value '(?<value>.*?)'(?=\.|$)/iu],
    errors: ["InvalidAllowOriginValue"],
    where: "check",
    means: "Access-Control-Allow-Origin holds something that is no origin: quotes that became part of the value, no scheme, nothing at all, or the text of an unset variable.",
    failureModes: ["F16", "F40", "F45", "F47", "F48"],
  },
  {
    id: "origin-mismatch",
    wordings: [/has a value '(?<value>.*?)' that is not equal to the supplied origin/iu],
    errors: ["AllowOriginMismatch"],
    where: "check",
    means: "Access-Control-Allow-Origin names another origin than the page's. They are compared byte by byte: a slash at the end, a default port, http for https, an upper-case letter make a difference.",
    failureModes: ["F44", "F37", "F38", "F45", "F46", "F47", "F48", "F51", "F49", "F50"],
  },
  {
    id: "origin-does-not-match",
    wordings: [/CORS header 'Access-Control-Allow-Origin' does not match '(?<value>.*?)'(?=[.)]|$)/iu],
    errors: ["AllowOriginMismatch", "InvalidAllowOriginValue", "MultipleAllowOriginValues"],
    where: "check",
    means: "Access-Control-Allow-Origin is not the page's origin, byte by byte: it names another one, several, or none (quotes left in the value, no scheme, a slash at the end).",
    failureModes: ["F44", "F16", "F36", "F34", "F37", "F38", "F40", "F45", "F46", "F47", "F48", "F51", "F49", "F50"],
  },
  {
    id: "missing-credentials",
    wordings: [/'Access-Control-Allow-Credentials' header in the response is '(?<value>.*?)' which must be 'true'/iu, /expected 'true' in CORS header 'Access-Control-Allow-Credentials'/iu, /Access-Control-Allow-Credentials is not ["']true["']/iu],
    errors: ["InvalidAllowCredentials"],
    where: "check",
    means: "The page sends credentials, and Access-Control-Allow-Credentials is not exactly `true`: it is missing, or written `True`, `'true'` or twice. It is needed on the preflight and on the response.",
    failureModes: ["F59", "F60"],
  },
  {
    id: "missing-origin",
    wordings: [/No 'Access-Control-Allow-Origin' header is present/iu, /CORS header 'Access-Control-Allow-Origin' missing/iu],
    errors: ["MissingAllowOriginHeader"],
    where: "check",
    means: "The answer has no Access-Control-Allow-Origin. Browsers look at this before they look at the status, so an answer that is an error (no such method, not authorized, a crash) looks the same.",
    failureModes: ["F25", "F28", "F26", "F30", "F01", "F02", "F03", "F04", "F05", "F17", "F67", "F68", "F70", "F27", "F29", "F31", "F40", "F41", "F62", "F73", "F74", "F14", "F16", "F44", "F45", "F46", "F47", "F48", "F50", "F54", "F76", "F75", "F85"],
    ofStatus: { 200: ["F25", "F28", "F40", "F41", "F74", "F05", "F14", "F16", "F44", "F45", "F46", "F47", "F48", "F50", "F54"], 204: ["F44", "F45", "F46", "F47", "F48", "F16", "F54", "F50", "F05", "F14"], 301: ["F24"], 302: ["F24"], 400: ["F26", "F29", "F30"], 401: ["F03", "F67", "F68", "F30", "F31"], 403: ["F01", "F02", "F04", "F03", "F30", "F23", "F62", "F73"], 404: ["F70", "F17", "F26", "F30"], 413: ["F30"], 429: ["F30"], 500: ["F12", "F18", "F21", "F26", "F30"], 502: ["F27", "F26", "F30"], 503: ["F30"], 504: ["F33", "F30"] },
  },
  {
    id: "origin-not-allowed",
    wordings: [/Origin (?<origin>\S+) is not allowed by Access-Control-Allow-Origin/iu],
    errors: ["MissingAllowOriginHeader", "AllowOriginMismatch", "InvalidAllowOriginValue"],
    where: "check",
    means: "Safari says this where Access-Control-Allow-Origin is missing, and where it is not the page's origin byte by byte. The Network panel shows which.",
    failureModes: ["F25", "F28", "F26", "F30", "F01", "F03", "F04", "F05", "F17", "F44", "F16", "F37", "F45", "F46", "F45", "F47", "F48", "F50", "F51", "F54", "F14", "F67"],
    ofStatus: { 200: ["F25", "F28", "F44", "F37", "F41"], 401: ["F03", "F67", "F30"], 403: ["F01", "F04", "F03", "F30"], 404: ["F70", "F17"], 500: ["F12", "F18", "F26", "F30"], 502: ["F27", "F30"] },
  },
  {
    id: "redirect-with-credentials",
    wordings: [/Redirect location '(?<value>.*?)' contains a username and password/iu],
    errors: ["RedirectContainsCredentials"],
    where: "response",
    means: "The answer redirects to a URL with a user name and password in it, which no cross-origin request may follow.",
    failureModes: ["F24"],
  },
  {
    id: "scheme",
    wordings: [/Cross origin requests are only supported for protocol schemes/iu, /CORS request not http/iu],
    errors: ["CorsDisabledScheme"],
    where: "page",
    means: "The page asks for a URL that is not http or https (a file opened from disk, a relative path in an app). No header of the API changes that.",
    failureModes: ["F86"],
  },
  {
    id: "mapping-parameter",
    wordings: [/Invalid mapping expression parameter specified(?:: (?<value>[^\s,\]]+))?/iu],
    errors: [],
    where: "deployment",
    means: "API Gateway refuses a header mapping of a REST API: its key is not `method.response.header.…`, or the method response with the same status does not declare that header.",
    failureModes: ["F14", "F13"],
  },
  {
    id: "mapping-expression",
    wordings: [/Invalid mapping expression specified(?:: (?!Validation)(?<value>[^\]]+))?/iu],
    errors: [],
    where: "deployment",
    means: "API Gateway refuses a header mapping of a REST API: a fixed value stands in single quotes inside the YAML or JSON string, `\"'*'\"`. A gateway response's keys begin with `gatewayresponse.header.`.",
    failureModes: ["F15", "F32", "F13"],
  },
  {
    id: "credentials-refused",
    wordings: [/allow-credentials is not supported if '?allow-origin'? is \*/iu, /'?AllowCredentials'? can not be true when 'AllowOrigin'/iu],
    errors: [],
    where: "deployment",
    means: "HTTP APIs and SAM refuse `*` as origin together with credentials, as browsers would. Name the origins, or leave the credentials out.",
    failureModes: ["F55", "F52"],
  },
  {
    id: "sam-cors",
    wordings: [/Invalid (?:key|value) (?:'(?<value>[^']*)' )?for 'Cors' property/iu, /is not a valid property for configuring Cors/iu, /Unable to add Cors configuration/iu, /Cors works only with inline/iu, /FunctionUrlConfig\.Cors'? should be a map/iu, /Invalid Serverless Application Specification document/iu],
    errors: [],
    where: "deployment",
    means: "SAM cannot expand the template: `Cors` or `CorsConfiguration` has a key or value that it does not know, or stands beside a definition that is not written inline.",
    failureModes: ["F72", "F76"],
  },
  {
    id: "empty-deployment",
    wordings: [/REST API doesn't contain any methods/iu],
    errors: [],
    where: "deployment",
    means: "The Deployment was made before the methods were: it has to depend on each of them.",
    failureModes: ["F63", "F65"],
  },
  {
    id: "limits",
    wordings: [/allowMethods.*(?:less than or equal to 6|failed to satisfy constraint)/iu, /maxAge.*less than or equal to 86400/iu],
    errors: [],
    where: "deployment",
    means: "A CORS value is over a limit: a function URL takes methods of at most six letters (so no OPTIONS, which it answers itself), and no more than 86400 seconds as max age.",
    failureModes: ["F71", "F72"],
  },
  {
    id: "missing-authentication-token",
    wordings: [/Missing Authentication Token/iu],
    errors: ["PreflightMissingAllowOriginHeader", "PreflightInvalidStatus"],
    where: "aws",
    means: "A REST API's 403 for a method or path that it does not have. It is not about tokens. On OPTIONS it means that nothing answers the preflight, or that what does is not deployed yet.",
    failureModes: ["F01", "F02", "F62", "F65", "F85"],
  },
  {
    id: "malformed-proxy-response",
    wordings: [/Malformed Lambda proxy response/iu],
    errors: [],
    where: "aws",
    means: "The function returned something that is no response (`body` not a string, nothing at all, an Error), or threw. API Gateway answers 502, without CORS headers unless gateway responses add them.",
    failureModes: ["F27", "F26", "F30"],
  },
  {
    id: "network-error",
    wordings: [/net::ERR_FAILED/iu, /TypeError: Failed to fetch/iu, /\bFailed to fetch\b/iu, /NetworkError when attempting to fetch resource/iu, /\bLoad failed\b/iu, /CORS request did not succeed/iu, /due to access control checks/iu],
    errors: [],
    where: "page",
    means: "This is all that JavaScript learns, whatever went wrong. The reason stands in the console, in the line before: paste that one. Without such a line it is no CORS error (no network, a blocked or wrong address, a certificate).",
    failureModes: ["F85"],
    echo: true,
  },
];
