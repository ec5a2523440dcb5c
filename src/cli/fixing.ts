import type { Applicability } from "../source/edit.ts";
import type { Arguments } from "./arguments.ts";

/** What of fixes the user asked for. */
export interface Fixing {
  readonly allowed: ReadonlySet<Applicability>;
  readonly dryRun: boolean;
}

/** `--unsafe-fixes` alone is a person's consent, too. */
export function fixingOf(args: Pick<Arguments<"fix" | "unsafe-fixes" | "fix-dry-run">, "has">): Fixing | undefined {
  const unsafe = args.has("unsafe-fixes");
  const dryRun = args.has("fix-dry-run");
  if (!args.has("fix") && !unsafe && !dryRun) return undefined;
  return { allowed: new Set(unsafe ? ["safe", "unsafe"] : ["safe"]), dryRun };
}
