import type { Finding, LintResult, RouteName } from "../linter/index.ts";
import { type Annotation, type FrameStyle, frame, gutterWidth, locationText } from "./frame.ts";
import { type Paint, type Style, painter } from "./paint.ts";
import { printable, wrapped } from "./printable.ts";
import { summaryLine } from "./summary.ts";
import type { FormatOptions } from "./types.ts";

const LISTED = 5;
const LISTED_NOTES = 3;

/** For people: each finding as a small story around its code, then one line that counts them. */
export function formatText(result: LintResult, options: FormatOptions): string {
  const paint = painter(options.color ?? false);
  const blocks = result.findings.map((finding) => findingText(finding, { paint, severity: finding.severity, columns: options.columns }));
  const notes = notesText(result, paint);
  return `${[...blocks, ...(notes === "" ? [] : [notes]), ...(options.summary === false ? [] : [paint("strong", summaryLine(result))])].join("\n\n")}\n`;
}

/** One finding, without a line break at its end. */
export function findingText(finding: Finding, style: FrameStyle): string {
  const annotations: readonly Annotation[] = [
    { place: finding.at, note: "", primary: true },
    ...finding.related.map(({ place, note }) => ({ place, note, primary: false })),
  ];
  const gutter = gutterWidth(annotations);
  return [...headerLines(finding, style), ...frame(annotations, gutter, style), ...footers(finding).flatMap((footer) => footerLines(footer, gutter, style))].join("\n");
}

function headerLines({ rule, message, severity: level }: Finding, { paint, severity, columns }: FrameStyle): readonly string[] {
  const name = `${level}[${rule}]:`;
  const [first = "", ...rest] = wrapped(`${name} ${printable(message)}`, columns);
  return [`${paint(severity, name.slice(0, -1))}${paint("strong", first.slice(name.length - 1))}`, ...rest.map((line) => paint("strong", line))];
}

interface Footer {
  readonly title: string;
  readonly text: string;
  readonly style: Style;
  /** A browser's message stays on one line: people search for it. */
  readonly wraps: boolean;
}

function footers(finding: Finding): readonly Footer[] {
  const found: Footer[] = [];
  const add = (title: string, text: string, style: Style = "strong", wraps = true): void => {
    found.push({ title, text: printable(text), style, wraps });
  };
  if (finding.browserMessage !== undefined) add("browser", finding.browserMessage, "strong", false);
  const unnamed = finding.routes.filter((route) => !finding.message.includes(route.path));
  if (finding.routes.length > 1 && unnamed.length > 0) add("routes", listed(finding.routes.map(routeText)));
  if (finding.scenarios.length > 0) add("only with", listed(finding.scenarios));
  if (finding.assumptions.length > 0) add("assumes", `${listed(finding.assumptions)}, ${finding.assumptions.length === 1 ? "its default" : "their defaults"}; another value could change this`);
  if (finding.constructPath !== undefined) add("construct", finding.constructPath);
  add("help", finding.help, "help");
  return found;
}

function footerLines({ title, text, style, wraps }: Footer, gutter: number, { paint, columns }: FrameStyle): readonly string[] {
  const lead = gutter + 3 + title.length + 2;
  const [first = "", ...rest] = wraps ? wrapped(text, columns === undefined ? undefined : Math.max(columns - lead, 40)) : [text];
  const margin = " ".repeat(gutter);
  return [`${margin} ${paint("gutter", "=")} ${paint(style, `${title}:`)} ${first}`, ...rest.map((line) => `${" ".repeat(lead)}${line}`)];
}

function routeText({ method, path }: RouteName): string {
  return path.startsWith("/") ? `${method} ${path}` : path;
}

function listed(items: readonly string[]): string {
  const shown = items.length === LISTED + 1 ? items : items.slice(0, LISTED);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

/** What bounds the prediction: said aloud, but shortly. */
function notesText(result: LintResult, paint: Paint): string {
  const shown = result.notes.slice(0, LISTED_NOTES).map(({ text, place }) => `${paint("info", "note:")} ${locationText(place)}: ${printable(text)}`);
  const rest = result.notes.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${paint("info", "note:")} ${rest} more parts are out of view or bounded (--verbose lists them)`] : [])].join("\n");
}
