/** An object of a JSON document that nobody has checked. */
export type Json = Readonly<Record<string, unknown>>;

export function parsedJson(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    const data: unknown = JSON.parse(text);
    return isJson(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function isJson(data: unknown): data is Json {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

/** What stands under a key of the object itself. */
export function valueIn(data: unknown, key: string): unknown {
  return isJson(data) && Object.hasOwn(data, key) ? data[key] : undefined;
}

/** The object under a key. */
export function objectIn(data: unknown, key: string): Json | undefined {
  const value = valueIn(data, key);
  return isJson(value) ? value : undefined;
}

export function textIn(data: unknown, key: string): string | undefined {
  const value = valueIn(data, key);
  return typeof value === "string" ? value : undefined;
}
