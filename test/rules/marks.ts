/**
 * Expectations stand in the fixture, under the line they are about:
 *
 *       HttpMethod: POST
 *       #           ~~~~ missing-options-method
 *
 * In JavaScript the comment begins with `//`. A mark names the rule and, by its tildes, the exact columns. Several marks may follow one line.
 */
export interface Mark {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** The handler that it stands in, where that is a file beside the fixture. */
  readonly file?: string;
}

const MARK = /^\s*(?:#|\/\/)\s*(?<tildes>~+) (?<rule>[a-z0-9-]+)\s*$/u;

export function marksIn(text: string): Mark[] {
  const marks: Mark[] = [];
  let marked = 0;
  text.split(/\r?\n/u).forEach((line, index) => {
    const groups = MARK.exec(line)?.groups;
    if (!groups) {
      marked = index + 1;
      return;
    }
    const column = line.indexOf("~") + 1;
    marks.push({ rule: groups["rule"] ?? "", line: marked, column, endColumn: column + (groups["tildes"] ?? "").length });
  });
  return marks;
}

/** The first line of a fixture says what it shows, or why it is clean. */
export function firstLineOf(text: string): string {
  return text.split(/\r?\n/u, 1)[0] ?? "";
}
