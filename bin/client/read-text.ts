import { readFileSync } from "node:fs";
import { decodeUtf8 } from "#client/json/read-strictly";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import { visible } from "./visible.ts";

/**
 * The text of a file, or of standard input for "-".
 * @throws {Fault} `usage`, also for bytes that aren't UTF-8: another reader could see other text
 */
export async function readText(path: string, io: Io): Promise<string> {
  const text = decodeUtf8(await readBytes(path, io));
  if (text === undefined)
    throw new Fault("usage", `${path === "-" ? "standard input" : visible(path)} isn't UTF-8`);
  return text;
}

/** The bytes of a file, or of standard input for "-". */
export async function readBytes(path: string, io: Io): Promise<Uint8Array> {
  if (path === "-") return io.readStdin();
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Fault("usage", `can't read ${visible(path)}`, { cause });
  }
}

/** Reads a grant: the JWT, a file, or "-" for standard input. */
export async function readGrant(given: string, io: Io): Promise<string> {
  if (given.trim() === "")
    throw new Fault("usage", "--grant is empty. Pass the grant, a file that contains it, or -");
  const isJwt = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(given) && given.length > 100;
  return isJwt ? given : (await readText(given, io)).trim();
}
