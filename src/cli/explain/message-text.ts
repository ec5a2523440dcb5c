import { findingText } from "../../formatters/text.ts";
import { type Paint, painter } from "../../formatters/paint.ts";
import { printable, wrapped } from "../../formatters/printable.ts";
import type { Finding } from "../../linter/types.ts";
import type { Prediction } from "./causes.ts";
import type { Message } from "./recognize.ts";
import { rulesFor } from "./rules-for.ts";

export interface Look {
  readonly color: boolean;
  readonly columns: number | undefined;
}

/** What was found in templates. */
export interface Causes {
  readonly names: string;
  readonly findings: readonly Finding[];
  readonly predictions: readonly Prediction[];
}

const WIDEST = 100;
const LISTED = 6;

/** What a message means, where it comes from, which rules find its causes and, where templates are given, which finding it is. */
export function messageText(message: Message, causes: Causes | undefined, look: Look): string {
  const paint = painter(look.color);
  const width = Math.min(look.columns ?? WIDEST, WIDEST);
  const title = message.errors.length > 0 ? message.errors.join(" or ") : message.meaning.id;
  const parts = [
    [paint("strong", title)],
    wrapped(message.meaning.means, width),
    labelled("where", whereText(message), width, paint),
    ...subjectLines(message, width, paint),
    ruleLines(message, paint),
    ...(causes === undefined ? [] : causeParts(message, causes, look, paint)),
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function whereText({ exchange, meaning }: Message): string {
  switch (exchange) {
    case "preflight":
      return "the answer to the preflight (OPTIONS). The request itself was never sent, so the API did nothing.";
    case "response":
      return "the answer to the request itself. It was sent and carried out; only the page may not read the answer.";
    case "unknown":
      return "the answer to the preflight (OPTIONS), or to the request itself: this browser says the same of both. The Network panel shows which of the two failed; after a failed preflight the request is not sent.";
    case "none":
      return meaning.where === "deployment" ? "the deployment. No browser is involved yet." : meaning.where === "aws" ? "what AWS answered, not the browser." : "the page.";
  }
}

function subjectLines({ url, origin, method, header, value, status }: Message, width: number, paint: Paint): readonly (readonly string[])[] {
  const named = [url && `URL ${url}`, origin && `page on ${origin}`, method && `method ${method}`, header && `request header ${header}`, value !== undefined && `value \`${value}\``, status && `status ${status}`];
  const said = named.filter((text) => typeof text === "string");
  return said.length === 0 ? [] : [labelled("it names", printable(said.join(", ")), width, paint)];
}

function ruleLines(message: Message, paint: Paint): readonly string[] {
  const rules = rulesFor(message);
  if (rules.length === 0) return ["No rule finds its cause: it is in no file that cors-lint reads."];
  const pad = Math.max(...rules.map(({ id }) => id.length));
  return [paint("strong", "Rules that find its causes (cors-lint explain RULE):"), ...rules.map(({ id, meta }) => `  ${id.padEnd(pad)}  ${meta.description}`)];
}

function causeParts(message: Message, { names, findings, predictions }: Causes, look: Look, paint: Paint): readonly (readonly string[])[] {
  const shown = findings.slice(0, LISTED);
  const rest = findings.length - shown.length;
  const found = findings.length === 0 ? [[`No finding in ${names} explains it${message.url === undefined ? "" : " for this URL"}.`]] : [[paint("strong", `In ${names} it is ${findings.length === 1 ? "this finding" : "one of these findings"}:`)], ...shown.map((finding) => [findingText(finding, { paint, severity: finding.severity, columns: look.columns })])];
  return [...found, ...(rest > 0 ? [[`and ${rest} more`]] : []), predictionLines(predictions, paint)];
}

function predictionLines(predictions: readonly Prediction[], paint: Paint): readonly string[] {
  if (predictions.length === 0) return [];
  const sorted = predictions.toSorted((a, b) => Number(b.same) - Number(a.same));
  const lines = new Set(sorted.map(predictionLine));
  const shown = [...lines].slice(0, LISTED);
  const command = sorted.slice(0, 1).map((prediction) => `Step by step: ${simulateCommand(prediction)}`);
  return [paint("strong", "What cors-lint predicts:"), ...shown.map((line) => `  ${line}`), ...(lines.size > shown.length ? [`  and ${lines.size - shown.length} more`] : []), ...command];
}

/** The command line that shows the prediction as an exchange; it can be pasted into a shell, whatever a template says. */
function simulateCommand({ view, request }: Prediction): string {
  const scenario = view.label === "" ? [] : Array.from(view.scenario, ([name, value]) => ["--scenario", `${name}=${value}`]).flat();
  const headers = request.headers.flatMap(([name, value]) => ["--header", `${name}: ${value}`]);
  const credentials = request.credentials === "include" ? ["--credentials", "include"] : [];
  const words = [view.api.place.file.name, "--api", view.api.id, "--origin", request.origin, "--method", request.method, "--path", request.path, ...headers, ...credentials, ...scenario];
  return printable(["cors-lint simulate", ...words.map(shellWord)].join(" "));
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function predictionLine({ route, view, request, verdict, same }: Prediction): string {
  const what = `${request.method} ${route.path} from ${request.origin}${view.label === "" ? "" : ` (${view.label})`}`;
  switch (verdict.outcome) {
    case "allowed":
      return printable(`${what}: allowed. What is deployed may be older, or the URL another API's`);
    case "cannot-tell":
      return printable(`${what}: cannot tell: ${verdict.reasons[0] ?? "something is out of view"}`);
    case "blocked":
      return printable(`${what}: ${same ? "this message" : `blocked with another message, ${verdict.error}`}`);
  }
}

function labelled(label: string, text: string, width: number, paint: Paint): readonly string[] {
  return wrapped(`${label}: ${text}`, width).map((line, index) => (index === 0 ? line.replace(`${label}:`, paint("strong", `${label}:`)) : line));
}
