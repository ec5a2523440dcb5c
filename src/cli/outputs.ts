import { type Format, formats } from "../formatters/index.ts";
import type { Arguments } from "./arguments.ts";
import { UsageError } from "./io.ts";
import { nearestOf } from "./nearest.ts";

/** One text that a run delivers. */
export interface Output {
  readonly format: Format;
  /** Absent: standard output. */
  readonly file: string | undefined;
}

/**
 * What `--format FORMAT[=FILE]`, as often as it is given, and `--output FILE` ask for. `--output` is for the one format without a file of
 * its own. Throws {@link UsageError} for a format that does not exist, and where it is not clear what goes where.
 */
export function outputsOf(args: Pick<Arguments<"format" | "output">, "text" | "texts">): readonly [Output, ...Output[]] {
  const [first = { format: "text", file: undefined }, ...rest] = args.texts("format").map(outputFrom);
  const outputs: readonly [Output, ...Output[]] = [first, ...rest];
  const files = outputs.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) throw new UsageError(`two formats are to be written to ${twice}`);
  const output = args.text("output");
  if (output === undefined) return outputs;
  const open = outputs.filter(({ file }) => file === undefined);
  if (open.length === 0) throw new UsageError(`each format has a file of its own, so nothing is left for --output ${output}`);
  if (open.length > 1) throw new UsageError(`--output takes one format, and there are ${open.length}: give each a file of its own, --format ${open[0]?.format}=FILE`);
  if (files.includes(output)) throw new UsageError(`two formats are to be written to ${output}`);
  const given = (one: Output): Output => ({ format: one.format, file: one.file ?? output });
  return [given(first), ...rest.map(given)];
}

function outputFrom(text: string): Output {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const file = at < 0 ? undefined : text.slice(at + 1);
  const format = formats.find((known) => known === name);
  if (format === undefined) {
    const near = nearestOf(name, formats);
    throw new UsageError(`--format cannot be ${JSON.stringify(name)}: it is one of ${formats.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`);
  }
  if (file === "") throw new UsageError(`--format ${name}= needs the name of a file`);
  return { format, file };
}
