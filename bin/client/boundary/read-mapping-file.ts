import { createHash } from "node:crypto";
import { canonicalJson } from "#client/json/canonical";
import { MappingError } from "#lib/boundary/mapping/engine/mapping-error";
import { type Mapping, readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { readText } from "../read-text.ts";
import { parseStrictJson } from "../strict-json.ts";
import { visible } from "../visible.ts";

/** The mapping in a file, or in standard input for "-", and base64url(SHA-256(canonical JSON)). */
export async function readMappingFile(path: string, io: Io): Promise<{ mapping: Mapping; digest: string }> {
  const value = parseStrictJson(await readText(path, io), path);
  try {
    const digest = createHash("sha256").update(canonicalJson(value)).digest("base64url");
    return { mapping: readMapping(value), digest };
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new Fault("usage", `${visible(path)}: ${visible(cause.message)}`, { cause });
  }
}
