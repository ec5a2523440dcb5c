/** Origins that an API allows in one scenario, and where that is written. */
export interface OriginGuess {
  /** `Stage=prod`; empty where there is only one scenario. */
  readonly label: string;
  readonly origins: readonly string[];
  readonly where: string;
}

/** What was inferred of one API. */
export interface ApiSummary {
  readonly id: string;
  readonly title: string;
  readonly clients: "browser" | "service" | "unknown";
  /** What shows who calls it. */
  readonly why: string | undefined;
  /** Where credentials are allowed, if they are. */
  readonly credentials: string | undefined;
  readonly origins: readonly OriginGuess[];
}

/** A configuration that says what was inferred and why. What nobody knows stands there as a comment, to be decided by a person. */
export function configText(apis: readonly ApiSummary[]): string {
  const head = [
    "# yaml-language-server: $schema=./node_modules/cors-lint/schema.json",
    "# What cors-lint inferred from the templates. Correct what is wrong: from now on it is taken at its word.",
    "# Everything that can stand here: node_modules/cors-lint/schema.json",
  ];
  if (apis.length === 0) return `${[...head, "", "# The templates have no API that pages could call.", "apis: {}"].join("\n")}\n`;
  return `${[...head, "", "apis:", ...apis.flatMap(apiLines)].join("\n")}\n`;
}

function apiLines(api: ApiSummary): readonly string[] {
  const lines = [`  ${quoted(api.id)}: # ${comment(api.title)}`];
  if (api.clients === "unknown") lines.push("    # Nothing shows who calls it; until someone says so, missing CORS is one warning.", "    # clients: browser # or service");
  else lines.push(`    # ${comment(api.why ?? "the template shows it")}`, `    clients: ${api.clients}`);
  if (api.clients !== "service") lines.push(...originLines(api.origins));
  if (api.clients === "browser" && api.origins.length === 0) lines.push("    # Name your pages, and each is proved to be let in:", "    # origins: [https://app.example.com]");
  if (api.credentials !== undefined && api.clients !== "service") lines.push(`    # credentials are allowed in ${comment(api.credentials)}`, "    credentials: true");
  return lines;
}

function originLines(guesses: readonly OriginGuess[]): readonly string[] {
  const distinct = new Set(guesses.map(({ origins }) => origins.join(" ")));
  const [first] = guesses;
  if (!first) return [];
  const lines = [`    # allowed in ${comment(first.where)}; name exactly the pages that call it`];
  if (distinct.size === 1) return [...lines, `    origins: [${first.origins.map(quoted).join(", ")}]`];
  return [...lines, "    origins:", ...guesses.map(({ label, origins }) => `      ${quoted(label.replaceAll(" ", ""))}: [${origins.map(quoted).join(", ")}]`)];
}

function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(text) ? text : JSON.stringify(text);
}

/** A template's text must not end the comment. */
function comment(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ");
}
