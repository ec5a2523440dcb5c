/** A stream of numbers from a seed, the same on every machine (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  }

  /** One of them. Throws where there is none. */
  one<Item>(items: readonly Item[]): Item {
    const index = this.below(items.length);
    if (index >= items.length) throw new RangeError("there is nothing to choose from");
    return items[index] as Item; // The index is one of the list's.
  }
}

/** What means something to a reader of YAML, of JSON, or of CloudFormation. */
const TOKENS = [
  "{", "}", "[", "]", "\"", "'", ":", ": ", "- ", "? ", "&a ", "*a", "<<: *a\n", "!Sub ", "!If ", "!GetAtt ", "!!binary ", "%YAML 1.1\n", "---\n", "...\n", "|\n", ">-\n", "# ", "\t", "\r", "\u0000", "\ufeff", "\u2028", "\\", "\\u0000", "\ud800",
  "__proto__", "\"__proto__\": ", "constructor", "prototype: ", "hasOwnProperty", "toString", "Fn::If", "Fn::Transform", "Fn::ForEach::X", "AWS::NoValue", "Fn::Sub", "${", "${AWS::Region}", "Ref", "Condition", "DependsOn", "Type", "Resources:", "Transform: AWS::Serverless-2016-10-31\n", "AWS::Serverless::Api", "Body: ",
  "null", "true", "~", "1e999", "-0", "0x1F", "012", "1_000", "2020-01-01", "NaN", "'*'", "method.response.header.", "{proxy+}", "$default", "#set($x = ", "(a+)+$", "é", "𝒳",
];

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

const spanIn = (bytes: Buffer, random: Random, most: number): { from: number; to: number } => {
  const from = random.below(bytes.length + 1);
  return { from, to: Math.min(bytes.length, from + random.below(most)) };
};

const joined = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let left = 1 + random.below(4); left > 0 && copy.length > 0; left--) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  },
  (bytes, random) => {
    const { from, to } = spanIn(bytes, random, 200);
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, random) => {
    const { from, to } = spanIn(bytes, random, 400);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), Buffer.from(random.one(TOKENS)), bytes.subarray(at));
  },
  (bytes, random) => {
    const { from, to } = spanIn(bytes, random, 20);
    return joined(bytes.subarray(0, from), Buffer.from(random.one(TOKENS)), bytes.subarray(to));
  },
  (bytes, random, others) => {
    const other = random.one(others);
    const { from, to } = spanIn(other, random, 600);
    const at = random.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), other.subarray(from, to), bytes.subarray(at));
  },
  (bytes, random) => {
    const lines = bytes.toString("latin1").split("\n");
    const [from, to] = [random.below(lines.length), random.below(lines.length)];
    const moved = lines.splice(from, 1 + random.below(5));
    lines.splice(to, 0, ...moved.map((line) => (random.below(3) === 0 ? ` ${line}` : line)));
    return Buffer.from(lines.join("\n"), "latin1");
  },
  (bytes, random) => {
    const words = [...bytes.toString("latin1").matchAll(/[A-Za-z:]{4,}/gu)];
    if (words.length < 2) return bytes;
    const [target, source] = [random.one(words), random.one(words)];
    return Buffer.from(bytes.toString("latin1").slice(0, target.index) + source[0] + bytes.toString("latin1").slice(target.index + target[0].length), "latin1");
  },
];

/** One to six changes to a file, made of the seed alone. */
export function mutated(bytes: Buffer, random: Random, others: readonly Buffer[]): Buffer {
  let changed = bytes;
  for (let left = 1 + random.below(6); left > 0; left--) changed = random.one(MUTATIONS)(changed, random, others);
  return changed;
}
