import { allRules } from "../../rules/index.ts";
import { inputsOf } from "../../src/cli/inputs.ts";
import type { Io } from "../../src/cli/io.ts";
import { loaded } from "../../src/cli/load.ts";
import { lint } from "../../src/linter/lint.ts";
import { type FileSystem, nodeFileSystem } from "../../src/source/file-system.ts";
import { fixReport, withFile } from "../linter/fix-check.ts";
import { aroundHandlers } from "./around-handlers.ts";

const SILENT: Omit<Io, "fileSystem"> = { stdout: () => undefined, stderr: () => undefined, stdin: () => Promise.resolve(new Uint8Array()), isTerminal: { stdout: false, stderr: false }, env: {}, now: () => 0, columns: undefined };

/** Fixing a file of this size again and again takes minutes. */
const MAX_BYTES = 400_000;

interface Tally {
  templates: number;
  fixed: number;
}

/**
 * For each template below a folder (of a folder of handlers: for templates around each of them) and each rule that finds something fixable in
 * it: its fixes, one by one and all together, do what docs/fixes.md promises, and none is offered that would only uncover the next finding.
 * Nothing is written. Says what was tried by rule.
 */
export async function conformFixes(dir: string, out: (line: string) => void): Promise<number> {
  const disk = nodeFileSystem(dir);
  const { inputs } = await inputsOf([], { ...SILENT, fileSystem: disk });
  const tallies = new Map<string, Tally>();
  let [agree, differ] = [0, 0];
  const check = async (name: string, files: FileSystem): Promise<void> => {
    const found = await loaded({ name, path: name, named: true, read: () => files.read(name) }, new Map(), files);
    if (found.kind !== "template" || found.template.format === "cdk") return;
    const rules = new Set(lint([found.template], allRules, { strict: true }).findings.filter(({ fix }) => fix).map(({ rule }) => rule));
    for (const rule of rules) {
      const report = await fixReport({ files, name, rule });
      if (!report) continue;
      const tally = tallies.get(rule) ?? { templates: 0, fixed: 0 };
      tallies.set(rule, { templates: tally.templates + 1, fixed: tally.fixed + report.fixed });
      for (const sentence of [...report.left, ...report.wrong]) out(`${name}: ${rule}: ${sentence}`);
      if (report.wrong.length > 0 || report.left.length > 0) differ++;
      else agree++;
    }
  };
  for (const input of inputs) {
    const bytes = input.read();
    if (bytes instanceof Uint8Array && bytes.length <= MAX_BYTES) await check(input.name, disk);
  }
  for (const { name, text } of await aroundHandlers(disk)) await check(name, withFile(disk, name, text));
  for (const [rule, { templates, fixed }] of [...tallies].sort(([a], [b]) => (a < b ? -1 : 1))) out(`${rule}: ${fixed} fixed in ${templates} templates`);
  out(`${agree} agree, ${differ} differ`);
  return differ > 0 ? 1 : 0;
}
