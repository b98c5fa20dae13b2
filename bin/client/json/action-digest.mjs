// @ts-check
import { createHash } from "node:crypto";
import { canonicalJson } from "../../../lib/json/jcs.mjs";

/** @typedef {import("../fault.mjs").Json} Json */

/**
 * @typedef {{type: string, resource?: string, params: {[name: string]: Json}, audience?: string}}
 * Action
 */

/**
 * What an approval is bound to: base64url(SHA-256(JCS({agent, type, resource?, params,
 * audience?}))).
 * @param {string} agent
 * @param {Action} action
 * @returns {string}
 */
export function actionDigest(agent, action) {
  const { type, resource, params, audience } = action;
  const text = canonicalJson({ agent, type, resource, params, audience });
  return createHash("sha256").update(text).digest("base64url");
}
