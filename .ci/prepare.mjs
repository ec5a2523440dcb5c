// Builds what an installation from git needs. npm runs this script there, and only there does `dist` not exist yet: pre-commit installs a hook's
// repository so, and `npm install github:…`. A global installation from git comes without devDependencies
// (https://github.com/npm/cli/issues/8440), so they are brought first. Nobody who installs the package from a registry runs this.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

if (!existsSync("dist/bin/cors-lint.cjs") && !process.env.CORS_LINT_PREPARING) {
  if (!existsSync("node_modules/typescript") || !existsSync("node_modules/rolldown")) npm("ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund");
  npm("run", "--silent", "build");
}

/** Runs npm for this folder, whatever the npm around it was told to do globally. Standard output belongs to that one: `npm pack` prints a name there. */
function npm(...args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|location|prefix|local_prefix|global_prefix|install_links|omit|allow_git|ignore_scripts|dry_run)$/iu.test(name)));
  const { status } = spawnSync("npm", args, { env: { ...env, CORS_LINT_PREPARING: "1" }, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}
