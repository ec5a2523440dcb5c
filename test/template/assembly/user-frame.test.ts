import { describe, expect, it } from "vitest";
import { userFrame } from "../../../src/template/assembly/user-frame.ts";

const text = (trace: readonly string[]): string | undefined => {
  const frame = userFrame(trace);
  return frame && `${frame.file} ${frame.line} ${frame.column}`;
};

describe("userFrame", () => {
  it.each([
    ["a constructor", ["new UsersStack (/app/lib/users-stack.ts:8:17)"], "/app/lib/users-stack.ts 8 17"],
    ["a frame without a function", ["/app/bin/app.ts:3:1"], "/app/bin/app.ts 3 1"],
    ["a frame as V8 writes it", ["    at async Promise.all (index 0)", "    at new UsersStack (/app/lib/users-stack.ts:8:17)"], "/app/lib/users-stack.ts 8 17"],
    ["a path with a space", ["new UsersStack (/my app/lib/users stack.ts:8:17)"], "/my app/lib/users stack.ts 8 17"],
    ["a URL", ["new UsersStack (file:///my%20app/users-stack.ts:8:17)"], "/my app/users-stack.ts 8 17"],
    ["a line at the top of an ES module", ["file:///my%20app/bin/app.mjs:18 (:)", "...node internals..."], "/my app/bin/app.mjs 18 1"],
    ["a frame between those that CDK leaves out", ["...new HttpApi2 in aws-cdk-lib...", "new Users (file:///app/lib/users.mjs:15:5)"], "/app/lib/users.mjs 15 5"],
    ["a path of Windows", ["new UsersStack (C:\\app\\lib\\users-stack.ts:8:17)"], "C:\\app\\lib\\users-stack.ts 8 17"],
    ["the first frame outside libraries", ["new Api (/app/node_modules/aws-cdk-lib/x.js:1:2)", "Module._compile (node:internal/modules/cjs/loader:1:2)", "new Mine (/app/a.ts:1:2)", "Object.<anonymous> (/app/b.ts:3:4)"], "/app/a.ts 1 2"],
    ["nothing of another language's process", ["new Api (/tmp/jsii-kernel-x/node_modules/y.js:1:2)", "Kernel.create (/usr/lib/python3/jsii/lib/program.js:3:4)"], undefined],
    ["nothing of what is no trace", ["...", "", "somewhere"], undefined],
  ])("is %s", (_name, trace, expected) => {
    expect(text(trace)).toBe(expected);
  });

  it("takes no more than linear time", () => {
    const start = performance.now();
    userFrame(["(".repeat(50_000), " ".repeat(50_000), `${"a:1".repeat(20_000)})x`]);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
