import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Data } from "./vocabulary.ts";

/** The published translator that cors-lint follows. */
export const TRANSLATOR_VERSION = "1.115.0";

const SCRIPT = resolve(import.meta.dirname, "../../../test/sam-oracle/translate.py");

/** AWS's translator as a process that answers a template with what it makes of it. */
export class Translator {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string | undefined;

  private constructor(python: string, folder: string | undefined) {
    this.#folder = folder;
    this.#process = spawn(python, [SCRIPT]);
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** With the Python given, or a new environment in a temporary folder into which the translator is installed from its registry. */
  static start(python: string | undefined): Translator {
    if (python !== undefined) return new Translator(python, undefined);
    const folder = mkdtempSync(join(tmpdir(), "cors-lint-sam-"));
    execFileSync("python3", ["-m", "venv", folder]);
    const installed = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
    execFileSync(installed, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `aws-sam-translator==${TRANSLATOR_VERSION}`, "pyyaml"], { stdio: ["ignore", "ignore", "inherit"] });
    return new Translator(installed, folder);
  }

  /** `{ errorMessage }` where it refuses the template, `{ crash }` where it falls over it. One template at a time. */
  async translated(template: Data): Promise<Data> {
    this.#process.stdin.write(`${JSON.stringify(template)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("the translator ended");
    // The script writes an object a line.
    return JSON.parse(value) as Data;
  }

  stop(): void {
    this.#process.stdin.end();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
