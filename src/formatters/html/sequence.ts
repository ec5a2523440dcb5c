import type { AnswerReport, ExchangeReport, StepReport } from "../../report/index.ts";
import type { Place } from "../../source/index.ts";
import { codeLine, shortLocation } from "./code.ts";
import { html, type Markup } from "./markup.ts";
import { OUTCOME_SIGNS, prose } from "./words.ts";

/** What every request has and nothing depends on. */
const UNREMARKABLE: ReadonlySet<string> = new Set(["accept"]);

const RESULTS = { passed: ["ok", "✓", "Passed"], failed: ["bad", "✕", "Failed"], unknown: ["open", "?", "Cannot tell"] } as const;

/**
 * The exchange as a sequence diagram: who says what to whom, what the browser makes of it, and the lines that decide. `file` is the one
 * that the reader takes for granted.
 */
export function sequence(exchange: ExchangeReport, file: string): Markup {
  const { front, behind, request, steps } = exchange;
  const parties = [{ role: "Browser", name: request.origin }, front, ...(behind ? [behind] : [])];
  const shown = new Set<string>();
  let stage: StepReport["exchange"] | undefined;
  const items = steps.flatMap((step) => {
    const begins = step.kind === "sends" && step.exchange !== stage;
    if (begins) stage = step.exchange;
    return [begins && stageHead(step, exchange), ...stepItems(step, exchange, file, shown)];
  });
  return html`<div class="seq${behind === undefined && " two"}"><div class="parties" aria-hidden="true">${parties.map(({ role, name }) => html`<p><b>${role}</b> <span>${name}</span></p>`)}</div>
<ol>${items}${conclusion(exchange)}</ol></div>`;
}

function stageHead({ exchange }: StepReport, { steps }: ExchangeReport): Markup {
  const hasPreflight = steps.some((step) => step.kind === "sends" && step.exchange === "preflight");
  const text = exchange === "preflight" ? "Preflight: may I?" : hasPreflight ? "The request itself" : "The request";
  return html`<li class="stage"><span>${text}</span></li>`;
}

function stepItems(step: StepReport, exchange: ExchangeReport, file: string, shown: Set<string>): readonly Markup[] {
  switch (step.kind) {
    case "asks":
      return [html`<li class="check idle"><span class="dot" aria-hidden="true">i</span><div><p>${prose(step.text)}</p></div></li>`];
    case "sends":
      return [sentItem(step, exchange), ...answerItems(step, exchange, file)];
    case "checks": {
      const [tone, symbol, word] = RESULTS[step.result];
      return [html`<li class="check ${tone}"><span class="dot" aria-hidden="true">${symbol}</span><div><p><span class="vh">${word}: </span>${step.text}</p>${deciding(step, shown)}</div></li>`];
    }
  }
}

/** Each place once, however many headers stand in it; what passed for the same place before needs no second look. */
function deciding({ result, evidence }: StepReport, shown: Set<string>): readonly Markup[] {
  const places = new Map<string, Place>();
  for (const { place } of evidence) if (result !== "passed" || !shown.has(place.id)) places.set(place.id, place);
  for (const id of places.keys()) shown.add(id);
  return Array.from(places.values(), (place) => codeLine(place));
}

function sentItem({ sent }: StepReport, { front }: ExchangeReport): Markup {
  const headers = (sent?.headers ?? []).filter(([name]) => !UNREMARKABLE.has(name));
  return html`<li class="msg m12"><p class="who">Browser → ${front.role}</p><p class="line"><b>${sent?.method}</b> ${sent?.path}</p>
<ul>${headers.map(([name, value]) => html`<li><code><b>${name}:</b> ${value}</code></li>`)}</ul></li>`;
}

function answerItems({ answers }: StepReport, exchange: ExchangeReport, file: string): readonly Markup[] {
  const { front, behind } = exchange;
  const reached = behind !== undefined && answers.some(({ way }) => way !== "own");
  const several = answers.length > 1;
  const call = reached ? [html`<li class="msg m23"><p class="who">${front.role} → ${behind.role}</p><p class="line">calls ${behind.name}</p></li>`] : [];
  return [
    ...call,
    ...answers.flatMap((answer, index) => {
      const which = several ? html`<b class="either">either (${index + 1})</b> ` : undefined;
      const madeOver = answer.way === "made-over" && behind !== undefined ? [html`<li class="msg back m32"><p class="who">${behind.role} → ${front.role}</p><p class="line">${which}its answer</p></li>`] : [];
      return [...madeOver, answerItem(answer, exchange, which, file)];
    }),
  ];
}

function answerItem(answer: AnswerReport, { front, behind }: ExchangeReport, which: Markup | undefined, file: string): Markup {
  const { way, answeredBy, place, status, headers, unknownHeaders } = answer;
  const fromBehind = way === "passed-on" && behind !== undefined;
  return html`<li class="msg back ${fromBehind ? "m31" : "m21"}"><p class="who">${fromBehind ? behind.role : front.role} → Browser</p><p class="by"><span>${which}${answeredBy}</span>${place && html` ${shortLocation(place, file)}`}</p><p class="line"><span class="vh">Status </span><b>${status}</b></p>
<ul>${headers.map(({ name, value, place: at }) => html`<li><code><b>${name}:</b> ${value}</code>${at && html` ${shortLocation(at, file)}`}</li>`)}${unknownHeaders !== undefined && html`<li class="by">other headers: unknown (${unknownHeaders})</li>`}</ul></li>`;
}

function conclusion({ outcome, conclusion: text, browserMessage, reasons }: ExchangeReport): Markup {
  const { tone, symbol } = OUTCOME_SIGNS[outcome];
  return html`<li class="check end ${tone}"><span class="dot" aria-hidden="true">${symbol}</span><div><p><strong>${text}</strong></p>${browserMessage !== undefined && consoleMessage(browserMessage)}${reasons.length > 0 && html`<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}</div></li>`;
}

/** What the console of the browser prints. */
export function consoleMessage(message: string): Markup {
  return html`<p class="console"><span class="vh">The browser’s console prints: </span><samp>${message}</samp></p>`;
}
