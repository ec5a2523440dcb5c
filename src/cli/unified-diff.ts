/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** Past so many differing lines the middle is shown as replaced whole: comparing costs their square. */
const MAX_DIFFERENT = 500;

interface Row {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** The change of a file in the unified format that `patch` and `git apply` read (POSIX diff, "Diff -u Output Format"). */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return "";
  const rows = rowsOf(linesOf(before), linesOf(after));
  return `--- a/${name}\n+++ b/${name}\n${hunksOf(rows).join("")}`;
}

/** Each line with its line break; the last may have none. */
function linesOf(text: string): readonly string[] {
  return text === "" ? [] : (text.match(/[^\n]*\n|[^\n]+$/gu) ?? []);
}

function rowsOf(before: readonly string[], after: readonly string[]): readonly Row[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (line: string): Row => ({ mark: " ", line });
  return [
    ...before.slice(0, start).map(same),
    ...middleRows(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): the shortest way from one to the other. */
function middleRows(before: readonly string[], after: readonly string[]): readonly Row[] {
  const furthest = new Map<number, number>([[1, 0]]);
  const steps: ReadonlyMap<number, number>[] = [];
  const reach = (k: number): number => furthest.get(k) ?? -1;
  for (let d = 0; d <= Math.min(before.length + after.length, MAX_DIFFERENT); d++) {
    steps.push(new Map([...furthest].filter(([k]) => Math.abs(k) <= d + 1)));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && reach(k - 1) < reach(k + 1)) ? reach(k + 1) : reach(k - 1) + 1;
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++;
      furthest.set(k, x);
      if (x >= before.length && x - k >= after.length) return traced(before, after, steps, d);
    }
  }
  return [...before.map((line): Row => ({ mark: "-", line })), ...after.map((line): Row => ({ mark: "+", line }))];
}

function traced(before: readonly string[], after: readonly string[], steps: readonly ReadonlyMap<number, number>[], last: number): readonly Row[] {
  const rows: Row[] = [];
  let [x, y] = [before.length, after.length];
  for (let d = last; d > 0; d--) {
    const reach = (k: number): number => steps[d]?.get(k) ?? -1;
    const k = x - y;
    const from = k === -d || (k !== d && reach(k - 1) < reach(k + 1)) ? k + 1 : k - 1;
    const [startX, startY] = [reach(from), reach(from) - from];
    for (; x > startX && y > startY; y--) rows.push({ mark: " ", line: before[--x] ?? "" });
    if (x === startX) rows.push({ mark: "+", line: after[--y] ?? "" });
    else rows.push({ mark: "-", line: before[--x] ?? "" });
  }
  while (x > 0) rows.push({ mark: " ", line: before[--x] ?? "" });
  return rows.reverse();
}

function hunksOf(rows: readonly Row[]): readonly string[] {
  const changes = rows.flatMap(({ mark }, index) => (mark === " " ? [] : [index]));
  const hunks: string[] = [];
  let [line, newLine, at] = [1, 1, 0];
  for (let index = 0; index < changes.length; ) {
    let last = index;
    while ((changes[last + 1] ?? Infinity) - (changes[last] ?? 0) <= CONTEXT * 2) last++;
    const start = Math.max(0, (changes[index] ?? 0) - CONTEXT);
    const end = Math.min(rows.length, (changes[last] ?? 0) + CONTEXT + 1);
    for (; at < start; at++) [line, newLine] = [line + 1, newLine + 1];
    const shown = rows.slice(start, end);
    const [old, now] = [shown.filter(({ mark }) => mark !== "+").length, shown.filter(({ mark }) => mark !== "-").length];
    const head = `@@ -${rangeText(line, old)} +${rangeText(newLine, now)} @@\n`;
    hunks.push(head + shown.map(({ mark, line: text }) => `${mark}${text.endsWith("\n") ? text : `${text}\n\\ No newline at end of file\n`}`).join(""));
    [line, newLine, at, index] = [line + old, newLine + now, end, last + 1];
  }
  return hunks;
}

/** An empty range names the line before it. */
function rangeText(line: number, count: number): string {
  return count === 1 ? String(line) : `${count === 0 ? line - 1 : line},${count}`;
}
