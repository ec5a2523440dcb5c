/** A line of the program that made a construct. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Libraries, Node itself, and the process in which jsii runs for other languages. */
const FOREIGN = /(?:^|[\\/])node_modules[\\/]|^node:|^internal[\\/]|jsii-(?:kernel|runtime)|[\\/]jsii[\\/]|<anonymous>/u;

/**
 * The first frame of a stack trace that is the user's: `new Api (/app/lib/api-stack.ts:12:5)`, or the same without brackets. Paths are as
 * the trace has them.
 */
export function userFrame(trace: readonly string[]): Frame | undefined {
  for (const text of trace) {
    const frame = frameIn(text);
    if (frame !== undefined && !FOREIGN.test(frame.file)) return frame;
  }
  return undefined;
}

/** What CDK makes of a line at the top of an ES module, which no function holds: `file:///app/bin/app.mjs:18 (:)`. */
const TOP_OF_MODULE = /^\s*(?:at\s+)?(?<file>file:\/\/[^\s()]{1,4096}):(?<line>\d{1,7}) \(:\)$/u;

function frameIn(text: string): Frame | undefined {
  const top = TOP_OF_MODULE.exec(text)?.groups;
  if (top !== undefined) return { file: pathOf(top["file"] ?? ""), line: Math.max(1, Number(top["line"])), column: 1 };
  const { file, line, column } = /(?:^|\(|\s)(?<file>[^()\s][^()]*?):(?<line>\d{1,7}):(?<column>\d{1,7})\)?\s*$/u.exec(text.replace(/^\s*(?:at\s+)?(?:async\s+)?/u, ""))?.groups ?? {};
  if (file === undefined) return undefined;
  return { file: pathOf(file), line: Math.max(1, Number(line)), column: Math.max(1, Number(column)) };
}

/** `file:///app/x.ts` → `/app/x.ts`, `file:///C:/app/x.ts` → `C:/app/x.ts`. */
function pathOf(file: string): string {
  if (!file.startsWith("file://")) return file;
  const path = file.slice("file://".length).replace(/^\/(?=[a-z]:)/iu, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
