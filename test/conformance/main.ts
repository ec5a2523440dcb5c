/**
 * `node dist/test/conformance/main.js KIND DIR`: compares the project with a folder of recorded or labelled cases. Ends with a line
 * `N agree, M differ`; exit code 1 where something differs that is not documented, 2 for a usage error.
 */
type Conform = (dir: string, out: (line: string) => void) => number | Promise<number>;

/** One line a kind. Each is loaded when it is asked for; one that is not built says so. */
const KINDS: Readonly<Record<string, () => Promise<Conform | undefined>>> = {
  vectors: async () => (await import("./vectors.ts")).conformVectors,
  corpus: async () => (await import("./corpus.ts")).conformCorpus,
  sam: async () => (await import("./sam.ts")).conformSam,
  "sam-routes": async () => (await import("./sam-routes.ts")).conformSamRoutes,
  handlers: async () => (await import("./handlers.ts")).conformHandlers,
  fixes: async () => (await import("./fixes.ts")).conformFixes,
};

async function main(argv: readonly string[], out: (line: string) => void): Promise<number> {
  const [kind = "", dir] = argv;
  const load = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!load || dir === undefined) {
    out(`usage: npm run conformance -- ${Object.keys(KINDS).join("|")} DIR`);
    return 2;
  }
  const conform = await load();
  if (!conform) {
    out(`${kind}: not available`);
    return 2;
  }
  try {
    return await conform(dir, out);
  } catch (error) {
    out(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
