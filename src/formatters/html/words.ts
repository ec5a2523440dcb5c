import type { Cell, Circumstance, Outcome } from "../../report/index.ts";
import { html, type Markup } from "./markup.ts";

/** A sentence, with what stands between backticks as code. */
export function prose(text: string): Markup {
  const parts = text.split("`");
  // A backtick without its second one is a backtick.
  if (parts.length % 2 === 0) return html`${text}`;
  return html`${parts.map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

export interface Sign {
  /** The class that gives it its colour. */
  readonly tone: "ok" | "bad" | "open" | "idle";
  readonly symbol: string;
  readonly word: string;
}

export const CELL_SIGNS: Readonly<Record<Cell["state"], Sign>> = {
  passes: { tone: "ok", symbol: "✓", word: "passes" },
  blocked: { tone: "bad", symbol: "✕", word: "blocked" },
  hidden: { tone: "bad", symbol: "✕", word: "hidden" },
  "cannot-tell": { tone: "open", symbol: "?", word: "cannot tell" },
  "not-needed": { tone: "idle", symbol: "–", word: "not needed" },
  "never-sent": { tone: "idle", symbol: "–", word: "never sent" },
  none: { tone: "idle", symbol: "–", word: "none" },
};

export const OUTCOME_SIGNS: Readonly<Record<Outcome | "none", Sign>> = {
  allowed: { tone: "ok", symbol: "✓", word: "allowed" },
  blocked: { tone: "bad", symbol: "✕", word: "blocked" },
  "cannot-tell": { tone: "open", symbol: "?", word: "cannot tell" },
  none: { tone: "idle", symbol: "–", word: "not called" },
};

/** A verdict as a small label: symbol and word, so that no colour is needed to read it. */
export function badge({ tone, symbol, word }: Sign, count?: string): Markup {
  return html`<span class="badge ${tone}"><span aria-hidden="true">${symbol}</span> ${count !== undefined && html`<b>${count}</b> `}${word}</span>`;
}

const LISTED = 3;

/** `a, b and 3 more`; `joint` stands before the last. */
export function listed(items: readonly string[], joint: "and" | "or" = "and", most: number = LISTED): string {
  const shown = items.length === most + 1 ? items : items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} ${joint} ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${joint} ${shown.at(-1) ?? ""}`;
}

export interface CircumstanceText {
  readonly origins: string;
  /** Empty where it does not depend on any. */
  readonly scenarios: string;
}

/** Pages and scenarios in a few words; each pair by itself where not every page is in every scenario. */
export function circumstanceText(circumstances: readonly Circumstance[], most: number = LISTED): CircumstanceText {
  const origins = [...new Set(circumstances.map(({ origin }) => origin))];
  const scenarios = [...new Set(circumstances.map(({ scenario }) => scenario))];
  if (origins.length * scenarios.length === circumstances.length) return { origins: listed(origins, "and", most), scenarios: listed(scenarios.filter((scenario) => scenario !== ""), "or", most) };
  return { origins: listed(circumstances.map(({ origin, scenario }) => (scenario === "" ? origin : `${origin} (${scenario})`)), "and", most), scenarios: "" };
}

export function isSame(a: Circumstance, b: Circumstance): boolean {
  return a.origin === b.origin && a.scenario === b.scenario;
}
