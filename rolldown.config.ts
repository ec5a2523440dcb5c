import { readFileSync } from "node:fs";
import { defineConfig } from "rolldown";

// What JSON.parse gives is untyped; our own package.json has dependencies.
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { readonly dependencies: Readonly<Record<string, string>> };

const external = ["@aws-cdk/cloudformation-diff", "fast-glob", "oxc-parser", "smol-toml", "yaml", /^@lezer\//];
const minify = { mangle: { keepNames: true }, compress: true, codegen: { removeWhitespace: true } };

// The command as a handful of files: to find and load 250 modules takes 70 ms, one takes 10. CommonJS, because it starts sooner than ESM. What is
// imported on demand stays a file of its own, so that a run loads no more than it needs. Names are kept for the stack traces people report.
// The library is what tsc makes of the same sources.
export const command = defineConfig({
  input: { "cors-lint": "src/cli/bin.ts" },
  platform: "node",
  external,
  output: {
    dir: "dist/bin",
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    cleanDir: true,
    // What every check loads is two files: each one more costs it the half of a millisecond.
    codeSplitting: {
      groups: [
        { name: "start", tags: ["$initial"], priority: 3 },
        { name: "options", test: /\/src\/cli\/options\.ts$/u, priority: 2 },
        { name: "model", test: /\/src\/(?:cli\/load|linter\/lint)\.ts$/u, priority: 1 },
        { name: "check", test: /\/src\/(?:cli\/lint|formatters\/text)\.ts$/u },
      ],
    },
    minify,
  },
});

// What the CDK plugin loads, which is all of it at once. It shares no file with the command, whose files are cut for the command alone.
const cdk = defineConfig({
  input: { cdk: "src/cdk/engine.ts" },
  platform: "node",
  external,
  output: { dir: "dist/bin", format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false, minify },
});

export default [command, cdk];
