import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Untyped } from "#client/json/untyped";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import type { ToolHashes } from "#lib/boundary/registry/hash-tool";

/** The accepted tools, and what happens to a call of a held tool. */
export interface Pins {
  accepted: ReadonlyMap<string, ToolHashes>;
  heldTools: "block" | "step_up";
}

/** The last answer about accepted tools. A forged file can only make the boundary hold more tools. */
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

/** The mapping that Countersign sent last: null for none, undefined for a damaged file. */
export function readLastMapping(path: string, boundary: string): unknown {
  try {
    return readFile(path, boundary)?.mapping ?? null;
  } catch {
    return undefined;
  }
}

/** Undefined for no file or another boundary's file. @throws for a damaged file */
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

/** Replaces the file in one step. Without accepted tools in the answer, those of the file stay. */
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
