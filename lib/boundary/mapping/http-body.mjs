// @ts-check
import { decodeUtf8, JsonFault, readStrictly } from "../../json/read-strictly.mjs";

/** @typedef {import("./call.mjs").HttpCall} HttpCall */
/** @typedef {import("./call.mjs").Json} Json */

/**
 * A body as an edge received it. `content`: undefined for a body that isn't kept in memory.
 * @typedef {{bytes: number, sha256: string, content?: Uint8Array}} ReceivedBody
 */

/**
 * The longest body that an approver sees in full. An action has at most 16 KiB, and may contain the
 * body twice.
 */
const longestShown = 8000;
/** The levels of params (require-askable.mjs) without the call and the parameter around the body. */
const mostLevels = 12;

/**
 * The members of a call that describe its content. Every byte is in them: as JSON, as text or by its
 * hash. The content type is left out for JSON in its plain spelling only, because a reader could
 * decode another one, such as `charset=utf-7`, to other values.
 * @param {string | undefined} contentType
 * @param {ReceivedBody} body
 * @returns {Pick<HttpCall, "contentType" | "body" | "bodySha256" | "bodyBytes">}
 */
export function describeBody(contentType, body) {
  const shown = body.bytes > 0 ? shownBody(contentType, body) : undefined;
  const isPlainJson = shown !== undefined && isJson(contentType);
  return {
    ...(!isPlainJson && contentType !== undefined && { contentType }),
    ...(shown !== undefined && { body: shown }),
    ...(shown === undefined && body.bytes > 0 && { bodySha256: body.sha256, bodyBytes: body.bytes }),
  };
}

/**
 * The body as an approver can read it.
 * @param {string | undefined} contentType
 * @param {ReceivedBody} body
 * @returns {Json | undefined} undefined for a body that is named by its hash
 */
function shownBody(contentType, { bytes, content }) {
  if (contentType === undefined || content === undefined || bytes > longestShown) return undefined;
  const text = decodeUtf8(content);
  if (text === undefined || text.includes("\0")) return undefined;
  if (isJson(contentType) || hasJsonSuffix(contentType)) return jsonOf(text);
  return isText(contentType) ? text : undefined;
}

/** @param {string} text @returns {Json | undefined} */
function jsonOf(text) {
  try {
    return readStrictly(text, { isFolding: true, mostLevels });
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** @param {string | undefined} type */
function isJson(type = "") {
  return /^application\/json(?:; ?charset=utf-8)?$/i.test(type);
}

/** @param {string} type */
function hasJsonSuffix(type) {
  return /^application\/[\w.-]+\+json(?:; ?charset=utf-8)?$/i.test(type);
}

/** @param {string} type */
function isText(type) {
  return /^(?:application\/x-www-form-urlencoded|text\/[\w.+-]+)(?:; ?charset=utf-8)?$/i.test(type);
}
