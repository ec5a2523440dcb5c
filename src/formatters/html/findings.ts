import type { Finding, Rule, Severity } from "../../linter/index.ts";
import type { FormatOptions } from "../types.ts";
import type { Anchors } from "./anchors.ts";
import { codeLine } from "./code.ts";
import { html, type Markup } from "./markup.ts";
import { consoleMessage } from "./sequence.ts";
import { listed, prose } from "./words.ts";

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The worst first; otherwise in the order of their places. */
export function findingsInOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** One finding as the story that it is: what is wrong, where, what the browser says, what to do. */
export function findingArticle(finding: Finding, anchors: Anchors, options: FormatOptions): Markup {
  const { rule, severity, message, at, related, browserMessage, help, scenarios, assumptions, constructPath } = finding;
  return html`<article class="card finding ${severity}" id="${anchors.ofFinding(finding)}"><h3><span class="severity ${severity}">${severity}</span> ${prose(message)}</h3>
<p class="facts">${ruleLink(rule, options)}</p>
${codeLine(at)}${related.map(({ place, note }) => codeLine(place, note))}
${browserMessage !== undefined && consoleMessage(browserMessage)}
<dl>${term("What to do", prose(help))}${scenarios.length > 0 && term("Only with", listed(scenarios, "or", 5))}${assumptions.length > 0 && term("Assumes", `${listed(assumptions, "and", 5)}; another value could change this`)}${constructPath !== undefined && term("Construct", constructPath)}${routeLinks(finding, anchors)}</dl></article>
`;
}

function term(name: string, text: string | Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

const LISTED_ROUTES = 8;

function routeLinks({ routes }: Finding, anchors: Anchors): Markup | undefined {
  const known = routes.flatMap((name) => {
    const route = anchors.routeOf(name);
    return route ? [html`<li><a href="#${anchors.ofRoute(route)}">${name.method} ${name.path}</a></li>`] : [];
  });
  if (known.length === 0) return undefined;
  const rest = routes.length - Math.min(known.length, LISTED_ROUTES);
  return term("Routes", html`<ul class="inline">${known.slice(0, LISTED_ROUTES)}${rest > 0 && html`<li>and ${rest} more</li>`}</ul>`);
}

/** The page of a rule of ours; for a rule of somebody else what it refers to. */
function ruleLink(id: string, { rules, version }: FormatOptions): Markup {
  const rule: Rule | undefined = rules.find((one) => one.id === id);
  const page = version !== undefined && /^[a-z\d-]+$/u.test(id) ? `https://unpkg.com/cors-lint@${version}/docs/rules/${id}.md` : rule?.meta.reference;
  return page?.startsWith("https://") ? html`<a href="${page}" rel="noreferrer">${id}</a>` : html`<span>${id}</span>`;
}
