import { decodeUtf8 } from "#client/json/read-strictly";
import type { Untyped } from "#client/json/untyped";
import { parseStrictJson } from "../../strict-json.ts";
import { visible } from "../../visible.ts";
import { sha256 } from "../bytes.ts";
import { readKeySet, readReceipt } from "../receipt-words.ts";

/** A receipt holds an action of 16 KiB a few times. */
const mostBytes = 4 * 1024 * 1024;

export interface Named {
  name: string;
  bytes: Uint8Array;
}

export interface Given {
  name: string;
  /** In hex, as `sha256sum` prints it. */
  sha256: string;
  value: Untyped;
}

export async function bytesOf(files: Iterable<File>): Promise<Named[]> {
  const chosen = [...files];
  for (const { name, size } of chosen)
    if (size > mostBytes) throw new Error(`${visible(name)} is too large for a receipt`);
  return Promise.all(
    chosen.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
}

/**
 * Reads a receipt, keys or both. They are told apart by what they hold, so that they can be dropped
 * together.
 */
export async function readGiven(given: Named[]): Promise<{ receipt?: Given; keys?: Given }> {
  const read: { receipt?: Given; keys?: Given } = {};
  for (const { name, bytes } of given) {
    const shown = visible(name);
    const text = decodeUtf8(bytes);
    if (text === undefined) throw new Error(`${shown} isn't UTF-8`);
    const kind = isKeySet(text) ? "keys" : "receipt";
    if (read[kind]) throw new Error("Choose one receipt, and one file of keys.");
    const value = kind === "keys" ? readKeySet(text, shown) : readReceipt(text, shown);
    const hash = Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
    read[kind] = { name, sha256: hash, value };
  }
  return read;
}

function isKeySet(text: string): boolean {
  try {
    const value: Untyped = parseStrictJson(text, "the file");
    return Array.isArray(value?.keys);
  } catch {
    return false;
  }
}
