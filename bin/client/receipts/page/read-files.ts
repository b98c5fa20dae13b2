import type { Untyped } from "#client/json/untyped";
import { visible } from "../../visible.ts";
import { sha256 } from "../bytes.ts";

/** A receipt holds an action of 16 KiB a few times. */
const mostBytes = 4 * 1024 * 1024;

export interface Given {
  name: string;
  /** In hex, as `sha256sum` prints it. */
  sha256: string;
  value: Untyped;
}

/**
 * Reads the one file that a person chose for one purpose. What a file holds never makes it a file of
 * keys: the sender of a forged receipt could send keys along.
 * @param read `readReceipt` or `readKeySet`
 */
export async function readGiven(
  files: Iterable<File>,
  read: (bytes: Uint8Array, path: string) => Untyped,
): Promise<Given> {
  const [file, ...others] = files;
  if (!file || others.length > 0) throw new Error("Choose one file.");
  const shown = visible(file.name);
  if (file.size > mostBytes) throw new Error(`${shown} is too large for a receipt`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const value = read(bytes, shown);
  const hash = Array.from(await sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { name: file.name, sha256: hash, value };
}
