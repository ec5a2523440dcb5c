import type { ErrorReport, ErrorsReport, ExchangeReport, RouteReport } from "../../report/index.ts";
import type { Anchors } from "./anchors.ts";
import { location } from "./code.ts";
import { html, type Markup } from "./markup.ts";
import { routeTitle } from "./matrix.ts";
import { sequence } from "./sequence.ts";
import { badge, circumstanceText, OUTCOME_SIGNS, prose } from "./words.ts";

/** A route that opens: its exchanges as diagrams, its findings, its error responses. */
export function routeDetails(route: RouteReport, anchors: Anchors): Markup {
  const { method, path, verdict, intent, exchanges, exchangesLeftOut, errors } = route;
  const anchor = anchors.ofRoute(route);
  return html`<details class="route v-${intent === "service" ? "none" : verdict}"><summary><span class="title">${routeTitle(method, path)}</span> ${badge(OUTCOME_SIGNS[verdict])}</summary>
<div class="inside" id="${anchor}">${facts(route)}${findingLinks(route, anchors)}
${exchanges.map((exchange, index) => exchangeDetails(exchange, route, `${anchor}e${index + 1}`, index === 0))}${exchangesLeftOut > 0 && html`<p class="left-out">${exchangesLeftOut === 1 ? "One exchange of this route is" : `${exchangesLeftOut} exchanges of this route are`} left out for want of room: cors-lint simulate shows ${exchangesLeftOut === 1 ? "it" : "each"}.</p>`}
${errors.length > 0 && html`<div id="${anchor}x"><h4>Error responses</h4>${errors.map((some) => errorsTable(some, route, errors.length > 1))}</div>`}
<p class="return"><a href="#routes">Back to the routes</a></p></div></details>
`;
}

const INTENTS = { browser: "meant for browsers", service: "meant for services", unknown: "nothing says who calls it" } as const;

function facts({ integration, authorization, intent, place }: RouteReport): Markup {
  const items = [integration, authorization, INTENTS[intent]].filter((text) => text !== undefined);
  return html`<p class="facts">${location(place)} <span>${items.join(" · ")}</span></p>`;
}

function findingLinks(route: RouteReport, anchors: Anchors): Markup | undefined {
  const findings = anchors.findingsOf(route);
  if (findings.length === 0) return undefined;
  return html`<ul class="found">${findings.map((finding) => html`<li><span class="severity ${finding.severity}">${finding.severity}</span> <a href="#${anchors.ofFinding(finding)}">${prose(finding.message)}</a></li>`)}</ul>`;
}

function exchangeDetails(exchange: ExchangeReport, { place }: RouteReport, anchor: string, isFirst: boolean): Markup {
  const { request, outcome, circumstances } = exchange;
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`);
  const withWhat = [...headers, ...(request.credentials === "include" ? ["credentials"] : [])];
  const { origins, scenarios } = circumstanceText(circumstances);
  return html`<details class="exchange"${isFirst && OPEN}><summary><span class="title"><b class="method">${request.method}</b> <span class="path">${request.path}</span>${withWhat.length > 0 && html` <span class="with">with ${withWhat.join(", ")}</span>`}</span> ${badge(OUTCOME_SIGNS[outcome])}<small>from pages of ${origins}${scenarios !== "" && `, with ${scenarios}`}</small></summary>
<div id="${anchor}" class="inside">${sequence(exchange, place.file.name)}</div></details>
`;
}

const OPEN = html` open`;

const RESULTS = { passed: { tone: "ok", symbol: "✓", word: "yes" }, failed: { tone: "bad", symbol: "✕", word: "no" }, unknown: { tone: "open", symbol: "?", word: "cannot tell" } } as const;

function errorsTable({ circumstances, errors }: ErrorsReport, { method, path }: RouteReport, saysWhere: boolean): Markup {
  const { origins, scenarios } = circumstanceText(circumstances);
  return html`<div class="scroll" role="region" aria-label="Error responses of ${method} ${path}${saysWhere && ` for pages of ${origins}, ${scenarios}`}" tabindex="0"><table class="errors"><caption>${saysWhere ? `For pages of ${origins}${scenarios === "" ? "" : `, with ${scenarios}`}` : html`<span class="vh">Error responses, and whether pages can read them</span>`}</caption>
<thead><tr><th scope="col">When</th><th scope="col">Status</th><th scope="col">Page can read it</th><th scope="col">Because</th></tr></thead><tbody>${errors.map(errorRow)}</tbody></table></div>`;
}

function errorRow({ what, status, result, text, place }: ErrorReport): Markup {
  return html`<tr><th scope="row">${what}</th><td>${status}</td><td>${badge(RESULTS[result])}</td><td>${text}${place && html` ${location(place)}`}</td></tr>`;
}
