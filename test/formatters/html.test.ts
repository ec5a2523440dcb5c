import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatHtml } from "../../src/formatters/html.ts";
import { HOSTILE, pageOf, PROJECTS } from "../report/pages.ts";
import { manyRoutes, manyScenarios } from "../report/projects.ts";
import { fileOf, finding, options, placeIn, result, TEMPLATE } from "./findings.ts";

const file = fileOf("template.yaml", TEMPLATE);
const at = placeIn(file, "POST");

/** What a reader of the page reads, without the markup. */
function textOf(page: string): string {
  return page.replace(/<(style|script)>[\s\S]*?<\/\1>/gu, "").replace(/<[^>]*>/gu, " ").replace(/&lt;/gu, "<").replace(/&gt;/gu, ">").replace(/&quot;/gu, '"').replace(/&#39;/gu, "'").replace(/&amp;/gu, "&").replace(/\s+/gu, " ");
}

function hashOf(text: string | undefined): string {
  return `'sha256-${createHash("sha256").update(text ?? "").digest("base64")}'`;
}

describe("the page", () => {
  it("lets nothing in: its policy names its own style sheet and script, and no place", () => {
    const page = formatHtml(result([]), options);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page)?.[1]?.replaceAll("&#39;", "'");
    const [style, script] = [/<style>([\s\S]*?)<\/style>/u, /<script>([\s\S]*?)<\/script>/u].map((pattern) => pattern.exec(page)?.[1]);
    expect(policy).toBe(`default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`);
    expect(page).not.toMatch(/\sstyle=|\son[a-z]+=|url\(|@import/iu);
  });

  it("names every place that it links to", async () => {
    for (const template of Object.values(PROJECTS)) {
      const page = await pageOf(template);
      const ids = [...page.matchAll(/ id="([^"]*)"/gu)].map(([, id]) => id);
      const links = [...page.matchAll(/href="#([^"]*)"/gu)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(links.filter((link) => !ids.includes(link))).toEqual([]);
      expect(links.length).toBeGreaterThan(10);
    }
  });

  it("is the same for the same input", async () => {
    expect(await pageOf(PROJECTS.small)).toBe(await pageOf(PROJECTS.small));
  });
});

describe("a finding", () => {
  const story = finding(at, {
    related: [{ place: placeIn(file, "Api", "Api"), note: "this `POST` needs one" }],
    browserMessage: "Access to fetch at 'https://api.example.net/users' …",
    scenarios: ["Stage=prod"],
    assumptions: ["Origin=https://app.example.com"],
    constructPath: "Shop/Users",
  });

  it("is told with its line, the browser's words, where it holds and what to do", () => {
    const page = formatHtml(result([story]), options);
    expect(textOf(page)).toContain("error No method answers OPTIONS /users, so browsers never send POST /users. missing-options-method template.yaml:9:19 HttpMethod: POST");
    expect(page).toContain("<code>HttpMethod: <mark>POST</mark></code>");
    expect(page).toContain("this <code>POST</code> needs one");
    expect(textOf(page)).toContain("Access to fetch at 'https://api.example.net/users' …");
    for (const text of ["Only with Stage=prod", "Assumes Origin=https://app.example.com; another value could change this", "Construct Shop/Users", "What to do Add an OPTIONS method"]) expect(textOf(page)).toContain(text);
  });

  it("leads to the page of its rule, or of a rule of somebody else to its reference", () => {
    expect(formatHtml(result([story]), options)).toContain('href="https://unpkg.com/cors-lint@0.1.0/docs/rules/missing-options-method.md"');
    const [rule] = options.rules;
    const own = rule && { ...rule, id: "own/rule", meta: { ...rule.meta, reference: "javascript:alert(1)" } };
    expect(formatHtml(result([finding(at, { rule: "own/rule" })]), { rules: own ? [own] : [] })).not.toContain("javascript:");
  });

  it("comes before milder ones, and is left out aloud where there are too many", () => {
    const many = [...Array.from({ length: 250 }, () => finding(at, { severity: "info", message: "A hint." })), finding(at)];
    const text = textOf(formatHtml(result(many), options));
    expect(text.indexOf("No method answers")).toBeLessThan(text.indexOf("A hint."));
    expect(text).toContain("51 more are left out for want of room.");
  });

  it("shows only the part of a long line that matters", () => {
    const long = fileOf("a.json", `${"x".repeat(500_000)}POST${"y".repeat(500_000)}`);
    expect(formatHtml(result([finding(placeIn(long, "POST"))]), options).length).toBeLessThan(40_000);
  });
});

describe("texts of a template", () => {
  it("stay texts", async () => {
    const page = await pageOf(HOSTILE);
    expect(page.match(/<(?:script|style|title)\b/gu)).toEqual(["<title", "<style", "<script"]);
    expect(page).not.toMatch(/<(?:img|svg|iframe|b>`)/u);
    expect(page).not.toContain("\u202e");
    expect(textOf(page)).toContain("<script>document.title='hacked'</script>");
    expect(textOf(page)).toContain(`'" onfocus=document.title='hacked' autofocus x="<b>`);
  });

  it("stay texts in a name of a file and in code", () => {
    const hostile = fileOf(`"><script>.yaml`, `POST: "<script>alert(1)</script>"`);
    const page = formatHtml(result([finding(placeIn(hostile, "POST"))]), options);
    expect(page.match(/<script/gu)).toHaveLength(1);
    expect(textOf(page)).toContain(`"><script>.yaml:1:1 POST : "<script>alert(1)</script>"`);
  });
});

describe("what is large", () => {
  it("is bounded, and the page says what is left out", async () => {
    const page = await pageOf(manyRoutes(1200));
    expect(page.length).toBeLessThan(4_000_000);
    expect(textOf(page).slice(0, 300)).toContain("1200 routes: ✕ 1200 blocked");
    expect(textOf(page)).toContain("The matrix shows 500 of 1200 routes; left out are 700 that are blocked.");
    expect(textOf(page).slice(-500)).toContain("One exchange of this route is left out for want of room: cors-lint simulate shows it.");
  }, 60_000);

  it("is one column where 64 scenarios look alike", async () => {
    const page = await pageOf(manyScenarios(false));
    expect(page.match(/scope="colgroup"/gu)).toHaveLength(1);
    expect(page.match(/class="seq/gu)).toHaveLength(1);
  });

  it("names the pages of 64 scenarios in one column where each allows its own", async () => {
    const page = await pageOf(manyScenarios(true));
    expect(page.match(/scope="colgroup"/gu)).toHaveLength(1);
    expect(textOf(page)).toContain("All pages and scenarios of the columns");
  });
});
