// @ts-check
import { readFileSync } from "node:fs";
import { credentialsPath, reserveFile } from "../../agent/credentials.mjs";
import { newKeyPair, publicKeyOf } from "../../agent/keys.mjs";
import { Fault } from "../../fault.mjs";
import { readOrigin, readPatience } from "../../options.mjs";
import { visible } from "../../visible.mjs";
import { postSigned } from "../post-signed.mjs";

/**
 * `countersign boundary register`: enrolls a new key for a boundary that an admin created, and
 * stores it in a 0600 file of its own: the agent's key stays in another file.
 * @param {Record<string, any>} values
 * @param {import("../../io.mjs").Io} io
 * @returns {Promise<"ok">}
 */
export async function registerBoundary(values, io) {
  if (!values.url) throw new Fault("usage", "missing --url (your Countersign URL)");
  const url = readOrigin(values.url);
  const code = values.code ?? io.env.COUNTERSIGN_CODE;
  if (!code) throw new Fault("usage", "missing --code (an admin gets it in Settings, Boundaries)");
  const path = boundaryPath(values.file, io.env);
  const file = reserveFile(path, { replace: values.replace });
  try {
    const { privateKey } = newKeyPair();
    const kind = values.kind ?? "mcp";
    const body = { code, public_key: publicKeyOf(privateKey), kind, version: clientVersion() };
    const message = { path: "/api/v1/boundaries/enrollments", body };
    const options = { patienceSeconds: readPatience(values.patience) };
    const answer = await postSigned(io, { url, key: privateKey }, message, options);
    const { id } = Object(answer?.boundary);
    if (typeof id !== "string") throw new Fault("failed", "the server didn't return the ID of a boundary");
    file.keep(`${JSON.stringify({ url, boundary: id, key: privateKey }, undefined, 2)}\n`);
    io.err(`Registered as ${visible(id)}. Credentials saved to ${visible(path)}.\n`);
  } catch (fault) {
    file.discard();
    throw fault;
  }
  return "ok";
}

/** @param {string | undefined} file @param {NodeJS.ProcessEnv} env */
function boundaryPath(file, env) {
  return credentialsPath({ file, profile: "boundary" }, env);
}

/** The version of this client. @returns {string} */
export function clientVersion() {
  const text = readFileSync(new URL("../../../../package.json", import.meta.url), "utf8");
  return JSON.parse(text).version;
}
