import { parseArgs } from "node:util";
import { UsageError } from "./io.ts";
import { nearestOf } from "./nearest.ts";

/** One option of a command; its line of `--help` is made from it. */
export interface Option {
  /** What stands for the value in help: `FILE`; absent: a switch. */
  readonly value?: string;
  readonly short?: string;
  /** The value may be left out; where it is given, an equals sign stands before it. */
  readonly optional?: true;
  readonly many?: true;
  readonly choices?: readonly string[];
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

/** A parsed command line. Asking for an option that the command does not have does not compile. */
export class Arguments<Name extends string> {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#values = values;
  }

  has(name: Name): boolean {
    return this.#values.has(name);
  }

  /** The value given last. */
  text(name: Name): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  texts(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** The value given last, which {@link parseArguments} has found among the choices. */
  choice<Choice extends string>(name: Name, choices: readonly Choice[], otherwise: Choice): Choice {
    return choices.find((choice) => choice === this.text(name)) ?? otherwise;
  }
}

/** Parses what follows the command. Throws {@link UsageError} for what the command does not know. */
export function parseArguments<const Known extends Options>(argv: readonly string[], options: Known): Arguments<keyof Known & string> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(Object.entries(options).map(([name, { value, short, optional }]) => [name, { type: value === undefined || optional ? "boolean" : "string", ...(short === undefined ? {} : { short }) }])),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new UsageError(unknownOption(token.rawName, options));
    const given = values.get(token.name) ?? [];
    given.push(valueOf(token.rawName, option, token.value, token.inlineValue === true));
    values.set(token.name, given);
  }
  return new Arguments(positionals, values);
}

function valueOf(rawName: string, { value, choices, optional }: Option, given: string | undefined, inline: boolean): string {
  if (value === undefined) {
    if (given !== undefined) throw new UsageError(`${rawName} takes no value`);
    return "";
  }
  if (optional && given === undefined) return "";
  if (given === undefined || (!inline && given.startsWith("--"))) throw new UsageError(`${rawName} needs a value: ${choices?.join(", ") ?? value}`);
  if (choices && !choices.includes(given)) {
    const near = nearestOf(given, choices);
    throw new UsageError(`${rawName} cannot be ${JSON.stringify(given)}: it is one of ${choices.join(", ")}${near === undefined ? "" : `; did you mean ${near}?`}`);
  }
  return given;
}

function unknownOption(rawName: string, options: Options): string {
  const near = nearestOf(rawName.replace(/^-+/u, ""), Object.keys(options));
  return `unknown option ${rawName}${near === undefined ? "" : `; did you mean --${near}?`}`;
}

/** `Key=Value` pairs of a repeatable option. */
export function pairsOf(option: string, texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`--${option} needs Key=Value, not ${JSON.stringify(text)}`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}
