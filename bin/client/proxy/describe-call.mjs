// @ts-check
import { parseStrictJson, refuseCaseTwins } from "../json/strict-json.mjs";

/** @typedef {import("../../../lib/boundary/mapping/call.mjs").HttpCall} HttpCall */
/** @typedef {import("../../../lib/boundary/mapping/call.mjs").Json} Json */
/** @typedef {import("./head.mjs").Head} Head */
/** @typedef {import("./spool.mjs").Spooled} Spooled */

/**
 * The longest body that an approver sees in full. An action has at most 16 KiB, and may contain the
 * body twice.
 */
const longestShown = 8000;

/**
 * The call that the policy judges and the approver sees, and the `Content-Type` that is forwarded
 * with it. Every byte that is forwarded is in the call: as JSON, as text or by its hash.
 * @param {Head} head
 * @param {string} host of the upstream
 * @param {Spooled} body
 * @returns {{call: HttpCall, contentType?: string}}
 */
export function describeCall({ method, path, query, contentType }, host, body) {
  /** @type {HttpCall} */
  const call = { kind: "http", method, host, path, ...(query !== undefined && { query }) };
  const shown = body.bytes > 0 ? shownBody(contentType, body) : undefined;
  const named = body.bytes > 0 && shown === undefined;
  const isPlainJson = isJson(contentType) && shown !== undefined;
  return {
    call: {
      ...call,
      ...(!isPlainJson && contentType !== undefined && { contentType }),
      ...(shown !== undefined && { body: shown }),
      ...(named && { bodySha256: body.sha256, bodyBytes: body.bytes }),
    },
    // One spelling, because the action of a JSON body doesn't contain it.
    contentType: isPlainJson ? "application/json" : contentType,
  };
}

/**
 * The body as an approver can read it.
 * @param {string | undefined} contentType
 * @param {Spooled} body
 * @returns {Json | undefined} undefined for a body that is named by its hash
 */
function shownBody(contentType, { bytes, content }) {
  if (contentType === undefined || content === undefined || bytes > longestShown) return undefined;
  const text = textOf(content);
  if (text === undefined) return undefined;
  if (isJson(contentType) || hasJsonSuffix(contentType)) return jsonOf(text);
  return isText(contentType) ? text : undefined;
}

/** @param {Buffer} content @returns {string | undefined} */
function textOf(content) {
  try {
    // With ignoreBOM a byte order mark stays in the text, where JSON doesn't allow it.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** @param {string} text @returns {Json | undefined} */
function jsonOf(text) {
  try {
    const value = parseStrictJson(text, "the body");
    refuseCaseTwins(value, "the body");
    return /** @type {Json} */ (value);
  } catch {
    return undefined;
  }
}

/** @param {string | undefined} type */
function isJson(type = "") {
  return /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type);
}

/** @param {string} type */
function hasJsonSuffix(type) {
  return /^application\/[\w.-]+\+json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type);
}

/** @param {string} type */
function isText(type) {
  return /^(?:application\/x-www-form-urlencoded|text\/[\w.+-]+)(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(
    type,
  );
}
