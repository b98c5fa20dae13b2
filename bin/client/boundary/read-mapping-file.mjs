// @ts-check
import { MappingError } from "../../../lib/boundary/mapping/mapping-error.mjs";
import { readMapping } from "../../../lib/boundary/mapping/read-mapping.mjs";
import { Fault } from "../fault.mjs";
import { parseStrictJson } from "../json/strict-json.mjs";
import { readText } from "../read-text.mjs";
import { visible } from "../visible.mjs";

/**
 * @param {string} path or "-" for standard input
 * @param {import("../io.mjs").Io} io
 * @returns {Promise<import("../../../lib/boundary/mapping/read-mapping.mjs").Mapping>}
 */
export async function readMappingFile(path, io) {
  const value = parseStrictJson(await readText(path, io), path);
  try {
    return readMapping(value);
  } catch (cause) {
    if (!(cause instanceof MappingError)) throw cause;
    throw new Fault("usage", `${visible(path)}: ${visible(cause.message)}`, { cause });
  }
}
