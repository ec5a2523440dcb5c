import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "rolldown";

// What JSON.parse gives is untyped; our own package.json has dependencies.
const { dependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")) as { readonly dependencies: Readonly<Record<string, string>> };

const external = ["@aws-cdk/cloudformation-diff", "fast-glob", "oxc-parser", "smol-toml", "yaml", /^@lezer\//];
const minify = { mangle: { keepNames: true }, compress: true, codegen: { removeWhitespace: true } };

/**
 * Tells the command which build it is: what V8 made of another build's files must not be taken for these (src/cli/compile-cache.ts). It takes
 * their text for ASCII, which V8 holds in half the room and need not decode; what is not stands in strings and expressions, and is escaped there.
 */
const digest: Plugin = {
  name: "build-digest",
  generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
    for (const chunk of chunks) chunk.code = chunk.code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const hash = createHash("sha256");
    for (const { fileName, code } of chunks.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))) hash.update(`${fileName}\n${code}\n`);
    const build = hash.digest("hex").slice(0, 16);
    for (const chunk of chunks) chunk.code = chunk.code.replace("__BUILD_DIGEST__", build);
  },
};

// The command as a handful of files: to find and load 250 modules takes 70 ms, one takes 10. CommonJS, because it starts sooner than ESM. What is
// imported on demand stays a file of its own, so that a run loads no more than it needs. Names are kept for the stack traces people report.
// The library is what tsc makes of the same sources.
export const command = defineConfig({
  input: { "cors-lint": "src/cli/bin.ts" },
  platform: "node",
  external,
  plugins: [digest],
  output: {
    dir: "dist/bin",
    format: "cjs",
    // The loader of ES modules is slow to start, and code that was compiled before cannot call it (src/cli/compile-cache.ts).
    dynamicImportInCjs: false,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    cleanDir: true,
    // What every check loads is two files: each one more costs it the half of a millisecond.
    codeSplitting: {
      groups: [
        { name: "start", tags: ["$initial"], priority: 3 },
        { name: "options", test: /\/src\/cli\/options\.ts$/u, priority: 2 },
        { name: "model", test: /\/src\/(?:cli\/load|linter\/lint)\.ts$/u, priority: 1 },
        { name: "check", test: /\/src\/(?:cli\/lint|formatters\/text|template\/assembly\/(?:created-at|templates))\.ts$/u },
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
