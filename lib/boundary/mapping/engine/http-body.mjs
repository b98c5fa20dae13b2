// @ts-check
import { decodeUtf8, JsonFault, readStrictly } from "../../../json/read-strictly.mjs";
import { requireNoMethod, requireNoMethodName } from "./http-parameters.mjs";

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
 * @throws {import("./call-error.mjs").CallError} if the body could change the method
 */
export function describeBody(contentType, body) {
  const shown = body.bytes > 0 ? shownBody(contentType, body) : undefined;
  if (body.content) requireNoMethodIn(contentType, body.content);
  const isPlainJson = shown !== undefined && isJson(contentType);
  return {
    ...(!isPlainJson && contentType !== undefined && { contentType }),
    ...(shown !== undefined && { body: shown }),
    ...(shown === undefined && body.bytes > 0 && { bodySha256: body.sha256, bodyBytes: body.bytes }),
  };
}

/**
 * Refuses a form or JSON with a parameter that changes the method, also if it is named by its hash and
 * whichever charset a reader would take.
 * @param {string | undefined} contentType
 * @param {Uint8Array} content
 */
function requireNoMethodIn(contentType = "", content) {
  const text = new TextDecoder("latin1").decode(content).replaceAll("\0", "");
  // Rack takes a body without a content type for a form.
  if (contentType === "" || /urlencoded/i.test(contentType)) requireNoMethod(text, "/body");
  const parts = /multipart/i.test(contentType) ? [...text.matchAll(nameOfPart)] : [];
  const members = /json/i.test(contentType)
    ? [...text.matchAll(stringOfJson)].filter(([, , isMember]) => isMember)
    : [];
  const names = [...parts, ...members].map(([, name = ""]) => unescaped(name));
  requireNoMethodName(names, "/body");
}

const nameOfPart = /\bname\*?\s*=\s*(?:"|[\w-]*'\w*')?([^"\r\n;]*)/gi;
// Each match takes a whole string, so that no text is read twice.
const stringOfJson = /"((?:[^"\\]|\\.?)*)(?:"(\s*:)?|$)/gs;

/** @param {string} name as JSON or a part of a form writes it */
function unescaped(name) {
  return name
    .replace(/(?:\\u00|%)([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll("\\", "");
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
