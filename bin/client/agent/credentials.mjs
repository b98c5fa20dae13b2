// @ts-check
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/**
 * What an agent needs in order to ask.
 * @typedef {object} Credentials
 * @property {string} url origin of the server
 * @property {string} agent the agent's id, `agt_...`
 * @property {string} key `whsk_...` or `whsec_...`
 */

/**
 * Where the credentials are: --file, else $COUNTERSIGN_CREDENTIALS, else <config
 * folder>/countersign/<profile>.json.
 * @param {{file?: string, profile?: string}} options
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
export function credentialsPath({ file, profile }, env) {
  if (file) return file;
  if (env.COUNTERSIGN_CREDENTIALS && !profile) return env.COUNTERSIGN_CREDENTIALS;
  const name = profile ?? "default";
  if (!/^[\w.-]+$/.test(name))
    throw new Fault("usage", "profile names can contain letters, digits, dots, dashes and underscores");
  return join(env.XDG_CONFIG_HOME || join(homedir(), ".config"), "countersign", `${name}.json`);
}

/**
 * Reads the credentials. Refuses a file readable by other users, and the expired key of a workload.
 * @param {string} path
 * @param {number} [now] milliseconds since the epoch
 * @returns {Credentials}
 * @throws {Fault} `usage`; `refused` for an expired key
 */
export function readCredentials(path, now = Date.now()) {
  const { url, agent, key, expires_at: expiresAt } = readPrivateFile(path, "countersign enroll");
  if (typeof url !== "string" || typeof agent !== "string" || typeof key !== "string") {
    throw new Fault("usage", `${path} is missing url, agent or key`);
  }
  // The key of a workload. Without this, a job would learn of it only from the server.
  if (typeof expiresAt === "string" && new Date(expiresAt).getTime() <= now)
    throw new Fault(
      "refused",
      `the workload key in ${path} expired at ${visible(expiresAt)}. Get a new token and run "countersign enroll" again with --replace`,
    );
  return { url, agent, key };
}

/**
 * Reads a JSON file with a private key. Refuses a file readable by other users, as ssh does with
 * keys.
 * @param {string} path
 * @param {string} command the command that creates the file
 * @returns {Record<string, unknown>}
 */
export function readPrivateFile(path, command) {
  const members = parse(path, command);
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0) {
    throw new Fault(
      "usage",
      `${path} contains a private key but is readable by others. Run: chmod 600 ${path}`,
    );
  }
  return members;
}

/**
 * Reserves a credentials file before the call, so that a one-time code is never used for a key that
 * cannot be stored. An existing file is replaced only with `replace`, and stays until `keep` is
 * called.
 * @param {string} path
 * @param {{replace?: boolean}} [options]
 * @returns {{keep: (content: string) => void, discard: () => void}}
 */
export function reserveFile(path, { replace = false } = {}) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const reserved = replace ? `${path}.new` : path;
  const handle = openNew(reserved, path);
  return {
    keep(content) {
      writeSync(handle, content);
      closeSync(handle);
      chmodSync(reserved, 0o600);
      if (reserved !== path) renameSync(reserved, path);
    },
    discard() {
      closeSync(handle);
      unlinkSync(reserved);
    },
  };
}

/** @param {string} reserved @param {string} path */
function openNew(reserved, path) {
  try {
    return openSync(reserved, "wx", 0o600);
  } catch (cause) {
    const message =
      /** @type {NodeJS.ErrnoException} */ (cause).code === "EEXIST"
        ? `${reserved} already exists. Use another --profile or --file, or --replace (this deletes the key in ${path})`
        : `can't write ${reserved}`;
    throw new Fault("usage", message, { cause });
  }
}

/** @param {string} path @param {string} command @returns {Record<string, unknown>} */
function parse(path, command) {
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("usage", `no credentials in ${path}. Run "${command}" first, or use --file`, {
      cause,
    });
  }
  try {
    return Object(JSON.parse(text));
  } catch (cause) {
    throw new Fault("usage", `${path} isn't JSON`, { cause });
  }
}
