import type { Place } from "../../source/index.ts";
import { excerpt, locationText } from "../frame.ts";
import { html, type Markup } from "./markup.ts";
import { prose } from "./words.ts";

/** Columns of a line of code; a longer one is cut around its place. */
const COLUMNS = 140;

/** `template.yaml:15:19`. */
export function location(place: Place): Markup {
  return html`<span class="at">${locationText(place)}</span>`;
}

/** `line 15` where it stands in the file at hand, else `users.js:15`: the whole location stands at the step that it decides. */
export function shortLocation(place: Place, file: string): Markup {
  const { line } = place.range.start;
  return place.file.name === file ? html`<span class="at">line ${line}</span>` : html`<span class="at">${place.file.name.split("/").at(-1)}:${line}</span>`;
}

/** The line of a place after its location, the place marked, and what is said of it. */
export function codeLine(place: Place, note: string = ""): Markup {
  return html`<div class="code">${location(place)}${lineOf(place)}${note !== "" && html`<p class="note">${prose(note)}</p>`}</div>`;
}

function lineOf(place: Place): Markup {
  const { start, end } = place.range;
  const line = place.file.line(start.line);
  // Indentation says nothing where a line stands alone.
  const indent = Math.min(line.length - line.trimStart().length, start.column - 1);
  const shifted = { start: { ...start, column: start.column - indent }, end: end.line === start.line ? { ...end, column: end.column - indent } : end };
  const { before, marked, after } = excerpt(line.slice(indent), shifted, COLUMNS);
  return html`<code>${before}<mark>${marked}</mark>${after}</code>`;
}
