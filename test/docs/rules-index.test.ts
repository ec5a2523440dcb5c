import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { allRules } from "../../rules/index.ts";
import type { Category } from "../../src/linter/types.ts";

const root = join(import.meta.dirname, "../..");

const CATEGORIES: Readonly<Record<Category, string>> = {
  preflight: "Preflight",
  mappings: "Header mappings and values",
  responses: "Responses",
  origins: "Origins",
  credentials: "Credentials and exposure",
  deployment: "Deployment",
  edge: "CloudFront and S3",
  handlers: "Functions (in the command and in ESLint)",
  net: "The net under all rules",
};

it("docs/rules/README.md lists each rule by its category", async () => {
  const sections = Object.entries(CATEGORIES).flatMap(([category, title]) => {
    const rules = allRules.filter(({ meta }) => meta.category === category);
    if (rules.length === 0) return [];
    const rows = rules.map(({ id, meta }) => `| [\`${id}\`](${id}.md) | ${meta.severity} | ${meta.set} | ${meta.fix ?? "–"} | ${meta.description} |`);
    return [`## ${title}\n\n| rule | severity | set | fix | |\n|---|---|---|---|---|\n${rows.join("\n")}`];
  });
  const page = `# Rules

${allRules.length} rules. **error**: blocked in a browser, refused at deployment, or open to any site. **warning**: breaks error paths, or depends on
something that is not in view. **info**: hygiene. \`recommended\` rules run by default, \`strict\` ones with \`--strict\` or where they are named. A
\`safe\` fix changes no request's verdict but the one in question; an \`unsafe\` one needs \`--unsafe-fixes\`.

\`cors-lint explain RULE\` prints a page in the terminal, \`cors-lint rules\` prints this list. [Failure modes](../failure-modes.md) has it the other
way round. Made of the rules' metadata.

${sections.join("\n\n")}
`;
  await expect(page).toMatchFileSnapshot(join(root, "docs/rules/README.md"));
});

describe("links in the documentation", () => {
  const pages = ["README.md", ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md")).map((name) => join("docs", name))];

  it.each(pages)("of %s lead somewhere", (page) => {
    const prose = readFileSync(join(root, page), "utf8").replace(/^```[\s\S]*?^```/gmu, "").replace(/`[^`\n]*`/gu, "code");
    const links = [...prose.matchAll(/\]\((?<to>[^)\s]+)\)/gu)].map(({ groups }) => groups?.["to"] ?? "").filter((to) => !/^https?:/u.test(to));
    const broken = links.filter((to) => {
      const [path = "", anchor] = to.split("#");
      const file = path === "" ? join(root, page) : resolve(root, dirname(page), path);
      return !existsSync(file) || (anchor !== undefined && !anchorsOf(readFileSync(file, "utf8")).includes(anchor));
    });
    expect(broken.map((to) => `${relative(root, join(root, page))}: ${to}`)).toEqual([]);
  });
});

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (?<title>.+)$/gmu)].map(({ groups }) => (groups?.["title"] ?? "").toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s/gu, "-"));
}
