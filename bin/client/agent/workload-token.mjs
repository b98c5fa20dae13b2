// @ts-check

import { readFileSync } from "node:fs";
import { isThisMachine } from "../boundary/edge-options.mjs";
import { Fault } from "../fault.mjs";
import { visible } from "../visible.mjs";

/** @typedef {import("../io.mjs").Io} Io */

/**
 * The OIDC token of the workload: from a file, standard input or the environment, or from GitHub
 * Actions. Never from an argument, because other users of the machine can see arguments.
 * @param {Record<string, any>} values the options of `enroll`
 * @param {Io} io
 * @returns {Promise<string | undefined>} undefined when the options name no token
 */
export async function readWorkloadToken(values, io) {
  const source = values["workload-token"];
  const audience = values["workload-audience"];
  if (source !== undefined && audience !== undefined)
    throw new Fault("usage", "use one of --workload-token or --workload-audience");
  if (audience !== undefined) return fetchFromGitHub(audience, io);
  if (source === undefined) return io.env.COUNTERSIGN_WORKLOAD_TOKEN?.trim();
  if (isToken(source))
    throw new Fault(
      "usage",
      "tokens can't be passed as arguments because other users can see them. Use --workload-token with a file or -, or set COUNTERSIGN_WORKLOAD_TOKEN",
    );
  return (source === "-" ? await io.readStdin() : readFile(source)).trim();
}

/** @param {string} text */
function isToken(text) {
  return /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}

/** @param {string} path @returns {string} */
function readFile(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Fault("usage", `can't read the workload token in ${path}`, { cause });
  }
}

/**
 * Asks GitHub Actions for a token of the running job. GitHub sets both variables when the job has
 * the permission `id-token: write`.
 * @param {string} audience
 * @param {Io} io
 * @returns {Promise<string>}
 */
async function fetchFromGitHub(audience, io) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = io.env;
  if (!address || !bearer)
    throw new Fault(
      "usage",
      "--workload-audience needs a GitHub Actions job with the permission id-token: write. Elsewhere, use --workload-token",
    );
  const url = requestUrl(address);
  url.searchParams.set("audience", audience);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", authorization: `Bearer ${bearer}` },
      redirect: "error",
      signal: AbortSignal.timeout(30_000),
    });
    const { value } = Object(await response.json());
    if (response.ok && typeof value === "string") return value;
    throw new Error(`HTTP ${response.status}`);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("unreachable", `GitHub Actions didn't issue a token (${visible(why)})`, { cause });
  }
}

/** The job's credential is sent to this address. @param {string} address */
function requestUrl(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === "https:" || isThisMachine(url.hostname))) return url;
  throw new Fault("usage", "ACTIONS_ID_TOKEN_REQUEST_URL must be an https URL");
}
