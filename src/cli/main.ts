import { EXIT, type Io, UsageError } from "./io.ts";

/** A command: what follows its name on the command line → the exit code. */
export type Command = (argv: readonly string[], io: Io) => Promise<number>;

export const COMMANDS = ["simulate", "routes", "graph", "diff", "init", "explain", "rules", "merge-sarif"] as const;

/**
 * `cors-lint`: runs the command that `argv` names and returns the exit code: 0 nothing found (that counts), 1 findings, 2 the command
 * line or configuration is wrong, 3 no template in the searched folders. Never throws; a defect of ours is said as such, exit code 2.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const [first, ...rest] = argv;
    if (first === "help" && io.fileSystem.kind("help") === "missing") return await help(rest[0], io);
    const options = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
    if (options.includes("--help") || options.includes("-h")) return await help(first, io);
    if (first === "--version" || first === "-V") return await version(io);
    return await (await commandOf(first))(COMMANDS.some((name) => name === first) ? rest : argv, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr(`cors-lint: ${error.message}\nRun cors-lint --help for what there is.\n`);
      return EXIT.usage;
    }
    io.stderr(`cors-lint: this is a defect of cors-lint, please report it (npm bugs cors-lint):\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return EXIT.usage;
  }
}

/** Each command is loaded when it runs: start-up pays for one. */
async function commandOf(name: string | undefined): Promise<Command> {
  switch (name) {
    case "simulate":
      return (await import("./simulate.ts")).simulate;
    case "routes":
      return (await import("./routes.ts")).routes;
    case "graph":
      return (await import("./graph.ts")).graph;
    case "diff":
      return (await import("./diff.ts")).diff;
    case "init":
      return (await import("./init.ts")).init;
    case "explain":
      return (await import("./explain.ts")).explain;
    case "rules":
      return (await import("./rules.ts")).rules;
    case "merge-sarif":
      return (await import("./merge-sarif.ts")).mergeSarif;
    default:
      return (await import("./lint.ts")).lintPaths;
  }
}

async function help(command: string | undefined, io: Io): Promise<number> {
  io.stdout((await import("./help.ts")).helpText(command));
  return EXIT.clean;
}

async function version(io: Io): Promise<number> {
  io.stdout(`${(await import("../linter/own-version.ts")).ownVersion()}\n`);
  return EXIT.clean;
}
