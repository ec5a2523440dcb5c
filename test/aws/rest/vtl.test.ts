import { describe, expect, it } from "vitest";
import { templateEffect } from "../../../src/aws/rest/vtl.ts";
import { describe as shown, known, unknown } from "../../../src/source/index.ts";
import { headersOf, mapped, preflight, restApi } from "./support.ts";

/** What a template does to Access-Control-Allow-Origin for a page of an origin; `undefined`: nobody can read it. */
function origin(template: string, page: string | undefined): string | undefined {
  const request = page === undefined ? undefined : { method: "OPTIONS", path: "/users", headers: [["origin", page]] as const };
  const effect = templateEffect(known(template), { request, pathParameters: new Set(["id"]) });
  if (effect === undefined) return undefined;
  return effect.headers.map(({ value, presence }) => `${presence} ${value.kind === "unknown" ? "?" : shown(value)}`).join("; ");
}

const A = "https://a.example.com";
const B = "https://b.example.com";
const ACAO = "$context.responseOverride.header.Access-Control-Allow-Origin";

/** As CDK writes it for several origins. */
const CDK = `#set($origin = $input.params().header.get("Origin"))
#if($origin == "") #set($origin = $input.params().header.get("origin")) #end
#if($origin == "${A}" || $origin == "${B}")
  #set(${ACAO}="$origin")
#end`;

describe("response overrides (M11 to M16)", () => {
  const table: readonly [fact: string, template: string, page: string | undefined, effect: string | undefined][] = [
    ["CDK's idiom answers with the page's origin", CDK, B, `present ${B}`],
    ["CDK's idiom sets nothing for another page", CDK, "https://evil.example.org", ""],
    ["CDK's idiom for any request may set some origin", CDK, undefined, "maybe ?"],
    ["a copy of the header reflects any origin", `#set($origin = $input.params('origin'))#if($origin == "")#set($origin = $input.params("Origin"))#end #set(${ACAO} = $origin)`, "https://evil.example.org", "present https://evil.example.org"],
    ["one spelling of the header's name alone is not sure (M16)", `#if($input.params("Origin") == "${A}")#set(${ACAO} = "${A}")#end`, A, `maybe ${A}`],
    ["a pattern is matched as a whole", `#set($o = $input.params("Origin"))#set($p = $input.params("origin"))#if($o.matches("^https://[a-z]+\\.example\\.com$") || $p.matches("https://.*\\.example\\.com"))#set(${ACAO} = "$!{o}")#end`, "http://b.example.com", ""],
    ["a list of origins is looked up", `#set($all = ["${A}", "${B}"])#if($all.contains($input.params("origin")) || $all.contains($input.params("Origin")))#set(${ACAO} = "${A}")#end`, B, `present ${A}`],
    ["a loop over a list is run", `#foreach($o in ["${A}","${B}"])#if($o == $input.params("origin") || $o == $input.params("Origin"))#set(${ACAO} = $o)#end#end`, B, `present ${B}`],
    ["an unknown condition makes a maybe", `#if($stageVariables.open == "yes")#set(${ACAO} = "*")#end`, A, "maybe *"],
    ["elseif and else are followed", `#if($context.stage == "prod")#set(${ACAO} = "${A}")#elseif(true)#set(${ACAO} = "${B}")#else#set(${ACAO} = "*")#end`, A, `present ${A} or ${B}`],
    ["comments are no statements", `## #set(${ACAO} = "*")\n#* #set(${ACAO} = "*") *#`, A, ""],
    ["M13 to set it twice is a server error", `#set(${ACAO} = "${A}")#set(${ACAO} = "${B}")`, A, undefined],
    ["a path parameter is not known", `#set(${ACAO} = $input.params("id"))`, A, "present ?"],
    ["a macro is not read", `#macro(cors)#set(${ACAO} = "*")#end #cors()`, A, undefined],
    ["a template that sets no header needs no reading", "#macro(x)#end", A, ""],
    ["a block that does not end is not read", `#if(true)#set(${ACAO} = "*")`, A, undefined],
  ];
  it.each(table)("%s", (_fact, template, page, effect) => {
    expect(origin(template, page)).toBe(effect);
  });

  it("keeps unknown parts of the template's text", () => {
    const effect = templateEffect({ kind: "pattern", parts: [`#set(${ACAO} = "https://`, unknown("the parameter Domain has no default"), '")'] }, { request: undefined, pathParameters: new Set() });
    expect(effect?.headers.map(({ value }) => shown(value))).toEqual(["https://${…}"]);
  });

  it("reads a hostile template in time", () => {
    for (const template of [`#if(${"(".repeat(50_000)}`, "#if(true)".repeat(50_000), `#set(${ACAO} = "${"$a".repeat(50_000)}")`, `#foreach($a in [1,2,3,4,5,6,7,8,9])`.repeat(30) + `#set(${ACAO} = "*")` + "#end".repeat(30)]) {
      const started = performance.now();
      templateEffect(known(template), { request: undefined, pathParameters: new Set() });
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });

  it("M11 overrides what is mapped, without a declaration", () => {
    const api = restApi({ "OPTIONS /users": mapped({ "Access-Control-Allow-Origin": `'${A}'` }, { response: { ResponseTemplates: { "application/json": `${CDK} #set($context.responseOverride.header.Vary = "Origin")` } } }) });
    expect(headersOf(api, preflight("/users", "GET", B))).toEqual([`Access-Control-Allow-Origin: ${B}`, "Vary: Origin"]);
    expect(headersOf(api, preflight("/users", "GET", "https://evil.example.org"))).toEqual([`Access-Control-Allow-Origin: ${A}`, "Vary: Origin"]);
  });

  it("M12 lets the request template of a MOCK integration set headers and status", () => {
    const request = `#set(${ACAO} = "*")#set($context.responseOverride.status = 204){"statusCode": 200}`;
    const api = restApi({ "OPTIONS /users": mapped({}, { integration: { RequestTemplates: { "application/json": request } } }) });
    const [answer] = api.server.respond(preflight("/users"));
    expect([shown(answer.status), answer.headers.map(({ name, value }) => `${name}: ${shown(value)}`)]).toEqual(["204", ["Access-Control-Allow-Origin: *"]]);
    expect(api.settings.map(({ property, value }) => [property, shown(value)])).toEqual([["allow-origin", "*"]]);
  });

  it("M15 ignores a status that is none", () => {
    const api = restApi({ "OPTIONS /users": mapped({}, { response: { ResponseTemplates: { "application/json": "#set($context.responseOverride.status = 999)" } } }) });
    expect(shown(api.server.respond(preflight("/users"))[0].status)).toBe("200");
  });

  it("knows nothing of the headers where nobody can read the template", () => {
    const api = restApi({ "OPTIONS /users": mapped({ "Access-Control-Allow-Origin": "'*'" }, { response: { ResponseTemplates: { "application/json": `#parse("x")#set(${ACAO} = "*")` } } }) });
    const [answer] = api.server.respond(preflight("/users"));
    expect([answer.unlisted === "absent", answer.headers.map(({ value }) => value.kind), api.methods[0]?.responses[0]?.overrides]).toEqual([false, ["unknown"], undefined]);
  });
});
