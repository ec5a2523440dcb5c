import { createHash } from "node:crypto";
import type { LintResult } from "../linter/index.ts";
import type { RunReport, RouteReport } from "../report/index.ts";
import { countsOf } from "../report/report.ts";
import { Anchors } from "./html/anchors.ts";
import { location } from "./html/code.ts";
import { findingArticle, findingsInOrder } from "./html/findings.ts";
import { html, type Markup, verbatim } from "./html/markup.ts";
import { matrix } from "./html/matrix.ts";
import { routeDetails } from "./html/route-details.ts";
import { SCRIPT } from "./html/script.ts";
import { STYLE } from "./html/style.ts";
import { badge, OUTCOME_SIGNS } from "./html/words.ts";
import { plural, summaryLine } from "./summary.ts";
import type { FormatOptions } from "./types.ts";

const MAX_FINDINGS = 200;
const MAX_NOTES = 100;

/** Routes from which on a filter above the matrix is worth its room. */
const FILTERED = 12;

/** One page for a colleague: what happens to each call, why, and what was found. It needs no network and no script. */
export function formatHtml(result: LintResult, options: FormatOptions): string {
  const { report } = options;
  const findings = findingsInOrder(result.findings);
  const shown = findings.slice(0, MAX_FINDINGS);
  const anchors = new Anchors(report, shown);
  const summary = summaryLine(result);
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><title>cors-lint: ${summary}</title><style>${verbatim(STYLE)}</style></head>
<body><a class="skip" href="#routes">Skip to the routes</a>
<header class="top"><p class="brand">cors-lint${options.version !== undefined && html` <span>${options.version}</span>`}</p><h1>Will the browser let the page call the API?</h1><p class="summary">${summary}</p>${report && tally(report)}
<nav aria-label="On this page"><ul><li><a href="#routes">Routes</a></li><li><a href="#findings">Findings</a></li>${report && html`<li><a href="#exchanges">Exchanges</a></li>`}<li><a href="#bounds">What is not in view</a></li></ul></nav></header>
<main>${report ? routes(report, anchors) : html`<section id="routes"><h2>Routes</h2><p>They were not looked at for this page.</p></section>`}
<section id="findings"><h2>Findings</h2>${shown.length === 0 && html`<p>There are none.</p>`}${shown.map((finding) => findingArticle(finding, anchors, options))}${shown.length < findings.length && html`<p class="left-out">${findings.length - shown.length} more are left out for want of room.</p>`}</section>
${report && exchanges(report, anchors)}${bounds(result, report)}</main>
<footer><p>A prediction, made by cors-lint${options.version !== undefined && ` ${options.version}`} from templates and source alone; nothing was deployed, sent or executed. What nobody can know from them is called “cannot tell”.</p></footer>
<script>${verbatim(SCRIPT)}</script></body></html>
`.toString();
}

/** Nothing is loaded from anywhere, and no style or script runs but these two. */
const POLICY = `default-src 'none'; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const RANKED = [["blocked", OUTCOME_SIGNS.blocked], ["cannot-tell", OUTCOME_SIGNS["cannot-tell"]], ["allowed", OUTCOME_SIGNS.allowed], ["idle", { ...OUTCOME_SIGNS.none, word: "not called by pages" }]] as const;

function tally({ counts }: RunReport): Markup {
  const total = RANKED.reduce((sum, [rank]) => sum + counts[rank], 0);
  return html`<p class="tally"><span>${plural(total, "route")}${total > 0 && ":"}</span> ${RANKED.map(([rank, sign]) => counts[rank] > 0 && badge(sign, String(counts[rank])))}</p>`;
}

function routes(report: RunReport, anchors: Anchors): Markup {
  const { apis, leftOut } = report;
  const shown = apis.flatMap((api) => api.routes);
  const total = shown.length;
  return html`<section id="routes"><h2>Routes</h2>${total === 0 ? html`<p>There is no API in it that pages could call.</p>` : html`<p class="legend">Each cell leads to the exchange behind it. <b>Preflight</b>: the question that the browser asks first. <b>Response</b>: the answer to the request itself. <b>Errors</b>: whether the page can read the API’s error responses.</p>`}
${leftOut.map((text) => html`<p class="left-out">${text}</p>`)}
${total >= FILTERED && filter(shown)}${apis.map((api) => matrix(api, anchors))}</section>
`;
}

/** Works by the style sheet alone. */
function filter(shown: readonly RouteReport[]): Markup {
  const counts = countsOf(shown);
  const choices = RANKED.flatMap(([rank, { word }]) => (rank === "idle" || counts[rank] === 0 ? [] : [html`<label><input type="radio" name="show" id="show-${rank}"> ${word} (${counts[rank]})</label>`]));
  return html`<fieldset class="filter"><legend>Show</legend><label><input type="radio" name="show" checked> all (${shown.length})</label>${choices}</fieldset>`;
}

function exchanges({ apis }: RunReport, anchors: Anchors): Markup | undefined {
  return html`<section id="exchanges"><h2>Exchanges</h2>${apis.map((api) => html`<section class="card"><h3>${api.name} <small>${api.kind}</small></h3>${api.routes.map((route) => routeDetails(route, anchors))}</section>`)}</section>
`;
}

function bounds({ notes, skipped }: LintResult, report: RunReport | undefined): Markup {
  const items = [
    ...(report?.leftOut ?? []).map((text) => html`<li>${text}</li>`),
    ...notes.slice(0, MAX_NOTES).map(({ text, place }) => html`<li>${location(place)} ${text}</li>`),
    ...skipped.slice(0, MAX_NOTES).map(({ file, reason }) => html`<li><span class="at">${file}</span> skipped: ${reason}</li>`),
  ];
  const rest = Math.max(0, notes.length - MAX_NOTES) + Math.max(0, skipped.length - MAX_NOTES);
  return html`<section id="bounds"><h2>What is not in view</h2>${items.length === 0 ? html`<p>Nothing was left out.</p>` : html`<ul>${items}${rest > 0 && html`<li>and ${rest} more</li>`}</ul>`}</section>
`;
}
