import type { Io } from "./io.ts";

/** Colour as asked for, else as https://no-color.org and https://force-color.org say, else on a terminal that can show it. */
export function wantsColor(asked: string | undefined, io: Pick<Io, "env" | "isTerminal">): boolean {
  if (asked === "always") return true;
  if (asked === "never") return false;
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return io.isTerminal.stdout && TERM !== "dumb";
}
