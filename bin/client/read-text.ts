import { readFileSync } from "node:fs";
import { Fault } from "./fault.ts";
import type { Io } from "./io.ts";
import { visible } from "./visible.ts";

/** The text of a file, or of standard input for "-". */
export async function readText(path: string, io: Io): Promise<string> {
  if (path === "-") return io.readStdin();
  try {
    return readFileSync(path, "utf8");
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
