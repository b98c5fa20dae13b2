// @ts-check
import { createHash } from "node:crypto";
import { MappingError } from "../../../lib/boundary/mapping/engine/mapping-error.mjs";
import { readMapping } from "../../../lib/boundary/mapping/engine/read-mapping.mjs";
import { canonicalJson } from "../../../lib/json/jcs.mjs";
import { Fault } from "../fault.mjs";
import { parseStrictJson } from "../json/strict-json.mjs";
import { readText } from "../read-text.mjs";
import { visible } from "../visible.mjs";

/**
 * The mapping in a file, and its digest: base64url(SHA-256(canonical JSON)).
 * @param {string} path or "-" for standard input
 * @param {import("../io.mjs").Io} io
 * @returns {Promise<{mapping: import("../../../lib/boundary/mapping/engine/read-mapping.mjs").Mapping, digest:
 * string}>}
 */
export async function readMappingFile(path, io) {
  const value = parseStrictJson(await readText(path, io), path);
  try {
    const digest = createHash("sha256").update(canonicalJson(value)).digest("base64url");
    return { mapping: readMapping(value), digest };
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new Fault("usage", `${visible(path)}: ${visible(cause.message)}`, { cause });
  }
}
