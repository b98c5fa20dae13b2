import type { Json } from "#client/json/pointer";
import { decodeUtf8, JsonFault, readStrictly } from "#client/json/read-strictly";
import type { HttpCall } from "./call.ts";
import { requireNoMethod, requireNoMethodName } from "./http-parameters.ts";

/** A body as an edge received it. `content`: undefined for a body that isn't kept in memory. */
export interface ReceivedBody {
  bytes: number;
  sha256: string;
  content?: Uint8Array;
}

/** The longest body shown in full: an action has 16 KiB, maybe with two copies. */
const longestShown = 8000;
/** The levels of params (require-askable.ts) without the call and the parameter around the body. */
const mostLevels = 12;

/**
 * The members of a call with every byte of its content: as JSON, as text or by its hash. The content type is
 * left out for plain JSON only: with `charset=utf-7`, a reader could decode other values.
 * @throws {CallError} if the body could change the method
 */
export function describeBody(
  contentType: string | undefined,
  body: ReceivedBody,
): Pick<HttpCall, "contentType" | "body" | "bodySha256" | "bodyBytes"> {
  const shown = body.bytes > 0 ? shownBody(contentType, body) : undefined;
  if (body.content) requireNoMethodIn(contentType, body.content);
  const isPlainJson = shown !== undefined && isJson(contentType);
  return {
    ...(!isPlainJson && contentType !== undefined && { contentType }),
    ...(shown !== undefined && { body: shown }),
    ...(shown === undefined && body.bytes > 0 && { bodySha256: body.sha256, bodyBytes: body.bytes }),
  };
}

/** Refuses a form or JSON with a parameter that changes the method, in whichever charset. */
function requireNoMethodIn(contentType: string | undefined = "", content: Uint8Array) {
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

/** @param name as JSON or a part of a form writes it */
function unescaped(name: string) {
  return name
    .replace(/(?:\\u00|%)([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)))
    .replaceAll("\\", "");
}

/** The body for an approver; undefined for a hashed one. */
function shownBody(contentType: string | undefined, { bytes, content }: ReceivedBody): Json | undefined {
  if (contentType === undefined || content === undefined || bytes > longestShown) return undefined;
  const text = decodeUtf8(content);
  if (text === undefined || text.includes("\0")) return undefined;
  if (isJson(contentType) || hasJsonSuffix(contentType)) return jsonOf(text);
  return isText(contentType) ? text : undefined;
}

function jsonOf(text: string): Json | undefined {
  try {
    return readStrictly(text, { isFolding: true, mostLevels });
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

function isJson(type: string | undefined = "") {
  return /^application\/json(?:; ?charset=utf-8)?$/i.test(type);
}

function hasJsonSuffix(type: string) {
  return /^application\/[\w.-]+\+json(?:; ?charset=utf-8)?$/i.test(type);
}

function isText(type: string) {
  return /^(?:application\/x-www-form-urlencoded|text\/[\w.+-]+)(?:; ?charset=utf-8)?$/i.test(type);
}
