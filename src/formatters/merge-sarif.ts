import { MAX_RESULTS } from "./sarif-limits.ts";

/** A file that is not SARIF 2.1.0. */
export class SarifError extends Error {
  override readonly name = "SarifError";
}

type Json = Readonly<Record<string, unknown>>;

interface Run {
  readonly driver: Json;
  readonly rules: readonly Json[];
  readonly results: readonly Json[];
  readonly json: Json;
}

/** Code scanning takes so many runs of a file. https://docs.github.com/code-security/reference/sarif */
const MAX_RUNS = 20;

/**
 * SARIF logs as one: the results of runs of the same tool and category (`automationDetails.id`) become one run's, in the order of their places,
 * each once. Runs that differ in either stay apart. The files' order makes no difference to the results. Throws {@link SarifError}.
 */
export function mergedSarif(logs: readonly { readonly name: string; readonly text: string }[]): string {
  const groups = new Map<string, Run[]>();
  for (const log of logs) {
    for (const run of runsOf(log)) {
      const key = JSON.stringify([run.driver["name"], run.driver["version"], object(run.json["automationDetails"])?.["id"]]);
      groups.set(key, [...(groups.get(key) ?? []), run]);
    }
  }
  const runs = [...groups.values()].map(mergedRun);
  if (runs.length > MAX_RUNS) throw new SarifError(`${runs.length} runs of different tools, versions or categories are more than the ${MAX_RUNS} that code scanning takes in a file`);
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs }, null, 2)}\n`;
}

function runsOf({ name, text }: { readonly name: string; readonly text: string }): readonly Run[] {
  const log = object(parsed(name, text));
  if (log?.["version"] !== "2.1.0" || !Array.isArray(log["runs"])) throw new SarifError(`${name} is no SARIF 2.1.0`);
  return objects(log["runs"]).map((json) => {
    const driver = object(object(json["tool"])?.["driver"]);
    if (typeof driver?.["name"] !== "string") throw new SarifError(`${name} is no SARIF 2.1.0: a run names no tool`);
    return { driver, rules: objects(driver["rules"]), results: objects(json["results"]), json };
  });
}

function mergedRun(runs: readonly Run[]): object {
  const rules = new Map<string, Json>();
  for (const rule of runs.flatMap((run) => run.rules)) if (!rules.has(String(rule["id"]))) rules.set(String(rule["id"]), rule);
  const indexes = new Map(Array.from(rules.keys(), (id, index) => [id, index]));
  const results = new Map<string, { readonly json: Json; readonly place: Place }>();
  for (const { "ruleIndex": _, ...json } of runs.flatMap((run) => run.results)) results.set(JSON.stringify(json), { json, place: placeOf(json) });
  const [first] = runs;
  return {
    ...first?.json,
    tool: { driver: { ...first?.driver, rules: [...rules.values()] } },
    invocations: [{ executionSuccessful: runs.every(({ json }) => objects(json["invocations"]).every((invocation) => invocation["executionSuccessful"] !== false)) }],
    results: worst([...results.values()].sort((a, b) => byPlace(a.place, b.place)).map(({ json: { ruleId, ...json } }) => ({ ruleId, ruleIndex: indexes.get(String(ruleId)), ...json }))),
  };
}

const LEVELS: readonly unknown[] = ["error", "warning", "note", "none"];

function worst<Result extends Json>(results: readonly Result[]): readonly Result[] {
  if (results.length <= MAX_RESULTS) return results;
  const rank = (result: Result): number => LEVELS.indexOf(result["level"] ?? "warning");
  return results.toSorted((a, b) => rank(a) - rank(b)).slice(0, MAX_RESULTS);
}

/** File, line, column, level, rule, message: the order in which a run prints its findings. */
type Place = readonly (string | number)[];

function placeOf(result: Json): Place {
  const physical = object(object(objects(result["locations"])[0])?.["physicalLocation"]);
  const region = object(physical?.["region"]);
  const message = object(result["message"])?.["text"];
  return [String(object(physical?.["artifactLocation"])?.["uri"] ?? ""), Number(region?.["startLine"] ?? 0), Number(region?.["startColumn"] ?? 0), LEVELS.indexOf(result["level"]), String(result["ruleId"]), String(message)];
}

function byPlace(a: Place, b: Place): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined || left === right) continue;
    return left < right ? -1 : 1;
  }
  return 0;
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SarifError(`${name} is no JSON`);
  }
}

function object(value: unknown): Json | undefined {
  // Whatever JSON.parse gives that is neither null nor a list nor a scalar has string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object).filter((item) => item !== undefined) : [];
}
