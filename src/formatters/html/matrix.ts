import type { ApiReport, Cell, Circumstance, RouteCells, RouteReport } from "../../report/index.ts";
import type { Anchors } from "./anchors.ts";
import { location } from "./code.ts";
import { html, type Markup } from "./markup.ts";
import { CELL_SIGNS, badge, circumstanceText, isSame, OUTCOME_SIGNS } from "./words.ts";

/** One API: its routes down, the parts of a call across, for each kind of circumstances that look different. */
export function matrix(api: ApiReport, anchors: Anchors): Markup {
  const { name, kind, place, live, columns, routes } = api;
  return html`<section class="card api"><h3>${name} <small>${kind}</small></h3>
<p class="facts">${location(place)} ${liveTexts(live)}</p>
<div class="scroll" role="region" aria-label="Routes of ${name}" tabindex="0"><table class="matrix">
<caption class="vh">What happens to calls of ${name}, by route</caption>
<thead><tr><th scope="col" rowspan="2">Route</th><th scope="col" rowspan="2">Verdict</th>${columns.map(columnHead)}</tr>
<tr>${columns.map(() => html`<th scope="col" class="first">Preflight</th><th scope="col">Response</th><th scope="col">Errors</th>`)}</tr></thead>
<tbody>${routes.map((route) => row(route, columns, anchors))}</tbody></table></div>
${moreAbout(columns)}</section>`;
}

const LIVE = { yes: undefined, no: "not live: ", maybe: "perhaps not live: " } as const;

const LISTED_STAGES = 4;

function liveTexts(live: ApiReport["live"]): readonly Markup[] {
  const rest = live.length - LISTED_STAGES;
  return [...live.slice(0, LISTED_STAGES).map(({ state, why }) => html`<span><b>${LIVE[state]}</b>${why}</span>`), ...(rest > 0 ? [html`<span>and ${rest} more</span>`] : [])];
}

function columnHead(column: readonly Circumstance[]): Markup {
  const { origins, scenarios } = circumstanceText(column);
  return html`<th scope="colgroup" colspan="3" class="first">Pages of ${origins}${scenarios !== "" && html`<small>with ${scenarios}</small>`}</th>`;
}

const LISTED = 100;

/** The circumstances of the columns that their heads do not name. */
function moreAbout(columns: ApiReport["columns"]): Markup | undefined {
  const short = columns.filter((column) => textOf(column, 3) !== textOf(column, LISTED));
  if (short.length === 0) return undefined;
  return html`<details class="more"><summary>All pages and scenarios of the columns</summary><ol>${columns.map((column) => html`<li>${textOf(column, LISTED)}</li>`)}</ol></details>`;
}

function textOf(column: readonly Circumstance[], most: number): string {
  const { origins, scenarios } = circumstanceText(column, most);
  return scenarios === "" ? origins : `${origins}, with ${scenarios}`;
}

function row(route: RouteReport, columns: ApiReport["columns"], anchors: Anchors): Markup {
  const { method, path, integration, authorization, intent, verdict } = route;
  const anchor = anchors.ofRoute(route);
  const isForServices = intent === "service";
  const about = [integration.replace(/^(?:the|an?|Lambda function) /u, ""), authorization, isForServices ? "for services" : undefined].filter((text) => text !== undefined).join(" · ");
  return html`<tr class="v-${isForServices ? "none" : verdict}"><th scope="row"><a href="#${anchor}">${routeTitle(method, path)}</a><small>${about}</small></th><td>${isForServices && verdict === "blocked" ? badge({ ...OUTCOME_SIGNS.none, word: "no browsers" }) : badge(OUTCOME_SIGNS[verdict])}</td>${columns.map((column, index) => cells(route, route.cells[index], column, anchor))}</tr>
`;
}

export function routeTitle(method: string, path: string): Markup {
  return html`<b class="method">${method}</b> <span class="path">${path}</span>`;
}

function cells(route: RouteReport, found: RouteCells | undefined, column: readonly Circumstance[], anchor: string): Markup {
  if (found === undefined) return html`<td class="first idle unasked" colspan="3">not asked</td>`;
  const exchange = exchangeFor(route, column);
  const opening = exchange === undefined ? anchor : `${anchor}e${exchange + 1}`;
  return html`${cell(found.preflight, "first", opening)}${cell(found.response, "", opening)}${cell(found.errors, "", route.errors.length > 0 ? `${anchor}x` : anchor)}`;
}

/** The worst exchange of a column that there was room for; they come sorted. */
function exchangeFor({ exchanges }: RouteReport, column: readonly Circumstance[]): number | undefined {
  const index = exchanges.findIndex(({ circumstances }) => circumstances.some((one) => column.some((other) => isSame(one, other))));
  return index < 0 ? undefined : index;
}

function cell({ state, note }: Cell, more: string, anchor: string): Markup {
  const { tone, symbol, word } = CELL_SIGNS[state];
  // Errors that a page cannot read are no blocked call: a page works without.
  const shade = state === "hidden" ? "soft" : tone;
  return html`<td class="${shade} ${more}">${state === "none" ? html`<span aria-hidden="true">–</span><span class="vh">none</span>` : html`<a href="#${anchor}"><span aria-hidden="true">${symbol}</span> ${word}${note !== "" && html`<small>${note}</small>`}</a>`}</td>`;
}
