import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import type { Pins } from "./contact.ts";

/**
 * The server's last answer about accepted tools, next to the boundary's credentials. A process that
 * can write this file can make the boundary hold more tools, never fewer.
 * @param boundary the answer of another boundary is not used
 */
export function readLastAnswer(path: string, boundary: string): Pins | undefined {
  try {
    const { held_tools, tools } = readFile(path, boundary) ?? {};
    if (tools === undefined) return undefined;
    const { heldTools, tools: accepted = new Map() } = readMapping({ version: 1, held_tools, tools });
    return { accepted, heldTools };
  } catch {
    return undefined; // A damaged file.
  }
}

/**
 * The mapping that Countersign sent last, as it was saved. It is used while Countersign can't be
 * reached, in which time no call runs without an answer of Countersign.
 * @returns null if there is none; undefined for a damaged file, which may have had one
 */
export function readLastMapping(path: string, boundary: string): unknown {
  try {
    return readFile(path, boundary)?.mapping ?? null;
  } catch {
    return undefined;
  }
}

/**
 * @returns undefined if there is no file, or one of another boundary
 * @throws for a damaged file
 */
function readFile(path: string, boundary: string): Untyped {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const content = JSON.parse(text);
  return content?.boundary === boundary ? content : undefined;
}

/**
 * Replaces the file in one step.
 * @param answer without the accepted tools, those of the file stay
 */
export function keepLastAnswer(
  path: string,
  boundary: string,
  { accepted, heldTools, mapping }: Partial<Pins> & { mapping: unknown },
) {
  const pins = accepted
    ? { accepted, heldTools }
    : (readLastAnswer(path, boundary) ?? { accepted: new Map(), heldTools: "block" });
  const tools = Object.fromEntries(pins.accepted);
  const content = { boundary, held_tools: pins.heldTools, tools, mapping };
  writeFileSync(`${path}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
