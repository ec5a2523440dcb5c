import type { Repair } from "./raw.ts";

export interface DecodedText {
  /** Without a byte order mark; line breaks as they are. */
  readonly text: string;
  readonly repaired: readonly Repair[];
}

/** Bytes → text: UTF-8, or UTF-16 with a byte order mark or where every second byte of the beginning is zero. */
export function decode(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  if (encoding !== "utf-8") return { text: new TextDecoder(encoding).decode(bytes), repaired: [] };
  const text = new TextDecoder().decode(bytes);
  // A replacement character that stands in the file itself is valid, so only a strict second reading tells; it is rarely needed.
  if (!text.includes("\uFFFD") || isValidUtf8(bytes)) return { text, repaired: [] };
  const start = text.indexOf("\uFFFD");
  return { text, repaired: [{ what: "Bytes that are not UTF-8 were replaced", span: { start, end: start + 1 } }] };
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (bytes.length < 4 || bytes.length % 2 === 1) return "utf-8";
  // YAML 1.2.2, section 5.2: the first character of a document is ASCII, so its zero byte tells the encoding.
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
