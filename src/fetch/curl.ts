import type { HttpRequest } from "./types.ts";

/** The curl command line that sends the same request, quoted for a POSIX shell. `target` is the origin of the API. */
export function curlFor(request: HttpRequest, target: string): string {
  const method = methodOption(request.method);
  const headers = request.headers.map(([name, value]) => `-H ${shellQuoted(value === "" ? `${name};` : `${name}: ${value}`)}`);
  return ["curl", "-i", ...method, shellQuoted(target + request.path), ...headers].join(" ");
}

function methodOption(method: string): readonly string[] {
  switch (method) {
    case "GET":
      return [];
    case "HEAD":
      // `-X HEAD` would wait for a body that never comes.
      return ["--head"];
    default:
      return ["-X", /^[A-Z]+$/u.test(method) ? method : shellQuoted(method)];
  }
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
