// @ts-check
import { readPrivateFile } from "../../agent/credentials.mjs";
import { Fault } from "../../fault.mjs";

/**
 * What a registered boundary needs in order to report its tools.
 * @typedef {object} BoundaryCredentials
 * @property {string} url origin of the server
 * @property {string} boundary the boundary's ID, `bnd_...`
 * @property {string} key `whsk_...`
 */

/**
 * Reads the credentials of a boundary. Refuses a file readable by other users.
 * @param {string} path
 * @returns {BoundaryCredentials}
 */
export function readBoundaryCredentials(path) {
  const { url, boundary, key } = readPrivateFile(path, "countersign boundary register");
  if (typeof url !== "string" || typeof boundary !== "string" || typeof key !== "string")
    throw new Fault("usage", `${path} is missing url, boundary or key`);
  return { url, boundary, key };
}
