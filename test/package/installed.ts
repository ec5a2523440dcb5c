import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BROKEN, CLEAN } from "../cli/run.ts";

export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

export interface Installed {
  /** Holds all of it: whoever asked for it removes it. */
  readonly folder: string;
  /** An empty project with the package, `bad.yaml` and `good.yaml`. */
  readonly project: string;
  readonly tarball: string;
  readonly packed: Packed;
  /** Why the package could not be installed: only a registry that cannot be reached excuses. */
  readonly problem: string | undefined;
}

const root = join(import.meta.dirname, "../..");
const isWindows = process.platform === "win32";

/** The package as it is published, in a project that has nothing else. `npm run build` comes first, as in `npm test`. */
export function installedPackage(): Installed {
  const folder = mkdtempSync(join(tmpdir(), "cors-lint-package-"));
  const project = join(folder, "project");
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const printed = execFileSync("npm", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 120_000, shell: isWindows });
  const [packed] = JSON.parse(printed) as readonly [Packed]; // npm's documented shape
  const tarball = join(folder, packed.filename);
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "name": "shop", "private": true, "type": "module" }\n');
  writeFileSync(join(project, "bad.yaml"), BROKEN);
  writeFileSync(join(project, "good.yaml"), CLEAN);
  const { status, stderr } = spawnSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0", tarball], { cwd: project, encoding: "utf8", timeout: 120_000, shell: isWindows });
  if (status !== 0 && !isOffline(stderr)) throw new Error(stderr);
  return { folder, project, tarball, packed, problem: status === 0 ? undefined : stderr };
}

/** The registry cannot be reached from here. */
export function isOffline(stderr: string): boolean {
  return /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ENOTCACHED|ECONNRESET/u.test(stderr);
}
