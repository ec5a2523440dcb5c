import { describe, expect, it } from "vitest";
import { rememberingRealPaths, resolveWithin } from "../../src/source/resolve-within.ts";

/** A disk of which every question is written down. `/app/link` leads to `/elsewhere`. */
function disk(): { readonly asked: string[]; readonly files: Parameters<typeof rememberingRealPaths>[0] } {
  const real = new Map([["/", "/"], ["/app", "/app"], ["/app/src", "/app/src"], ["/app/src/users.mjs", "/app/src/users.mjs"], ["/app/link", "/elsewhere"], ["/app/link/users.mjs", "/elsewhere/users.mjs"]]);
  const asked: string[] = [];
  return { asked, files: { cwd: "/app", realPath: (path) => (asked.push(path), real.get(path)) } };
}

describe("real paths that are remembered", () => {
  it.each(["src/users.mjs", "src/missing.mjs", "dist/users.mjs", "dist/deep/er/users.mjs", "link/users.mjs", "link/missing.mjs", "../users.mjs", ".", "src"])("answer %s as the disk does, also when asked again", (reference) => {
    const { files } = disk();
    const remembering = rememberingRealPaths(files);
    const plain = resolveWithin(files, "/app", "/app/template.yaml", reference);
    expect([1, 2].map(() => resolveWithin(remembering, "/app", "/app/template.yaml", reference))).toEqual([plain, plain]);
  });

  it("ask the disk nothing of what would lie in a folder that is not there", () => {
    const { asked, files } = disk();
    const remembering = rememberingRealPaths(files);
    for (const extension of ["mjs", "js", "cjs", "ts"]) resolveWithin(remembering, "/app", "/app/template.yaml", `dist/users.${extension}`);
    expect(asked.filter((path) => path.startsWith("/app/dist"))).toEqual(["/app/dist"]);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
