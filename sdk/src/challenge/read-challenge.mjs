// @ts-check
import { base64url } from "jose";
import { checkAction } from "../action.mjs";
import { canonicalJson } from "../json/canonical.mjs";
import { readJson } from "../json/read-json.mjs";
import { Refusal } from "../refusal.mjs";
import { sha256 } from "../text.mjs";

/** @typedef {import("../action.mjs").CheckedAction} CheckedAction */

/** @typedef {{issuer: string, action: CheckedAction, acrValues: string[]}} ReadChallenge */

const maximumLength = 262_144;

/**
 * Reads the challenge in a response. The tool that sent it is not trusted: see `askFor`.
 * @param {Response} response its body stays readable
 * @returns {Promise<ReadChallenge | undefined>} undefined if the response is no such challenge
 * @throws {Refusal} `untrusted_challenge`
 */
export async function readChallenge(response) {
  if (response.status !== 401) return undefined;
  const parameters = parametersOf(response.headers.get("www-authenticate") ?? "");
  const { error, countersign: issuer, action_sha256: hash, acr_values: acrValues = "" } = parameters;
  if (error !== "insufficient_user_authentication" || !issuer || !hash) return undefined;
  try {
    const action = checkAction(/** @type {any} */ (await actionIn(parameters.action, response)));
    if ((await sha256(canonicalJson(action))) !== hash) throw new Error("action_sha256 doesn't match");
    return { issuer, action, acrValues: acrValues.split(" ").filter(Boolean) };
  } catch (cause) {
    throw new Refusal("untrusted_challenge", "The tool's challenge doesn't name a valid action.", { cause });
  }
}

/** @param {string | undefined} parameter @param {Response} response */
async function actionIn(parameter, response) {
  if (parameter !== undefined) return readJson(new TextDecoder().decode(base64url.decode(parameter)));
  const text = await response.clone().text();
  if (text.length > maximumLength) throw new Error("the body is too long");
  return /** @type {any} */ (readJson(text)).action;
}

/**
 * The quoted parameters of a `Bearer` challenge. The values that Countersign writes contain neither
 * quotes nor backslashes.
 * @param {string} header
 * @returns {Record<string, string>}
 */
function parametersOf(header) {
  const found = /(?:^|,\s*)Bearer +(.*)$/i.exec(header.slice(0, 16_384));
  const pairs = (found?.[1] ?? "").matchAll(/(?:^|,)\s*([a-z0-9_]+)="([^"\\]*)"/g);
  return Object.fromEntries([...pairs].map(([, name, value]) => [name, value]));
}
