// @ts-check
import { CallError } from "./call-error.mjs";
import { describeBody } from "./http-body.mjs";
import { readHeaders } from "./http-headers.mjs";
import { readTarget } from "./http-target.mjs";

/** @typedef {import("./call.mjs").HttpCall} HttpCall */

/**
 * The head of an HTTP call as an edge received it.
 * @typedef {object} ReceivedHead
 * @property {string} method
 * @property {string} host
 * @property {string} target path and query, not decoded
 * @property {readonly string[]} rawHeaders names and values in turn
 */

/** @typedef {Pick<HttpCall, "method" | "host" | "path" | "query" | "contentType" | "accept">} Head */

/** Other methods name another resource in a header (`MOVE`), or mean something else for each server. */
export const httpMethods = Object.freeze(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Reads the head of a call. Every edge that decides about HTTP calls describes them by this function
 * and by {@link describeCall}, so that the same call is the same action, or is refused, at each.
 * @param {ReceivedHead} received
 * @param {readonly string[]} [refused] more headers that the edge refuses
 * @returns {Head}
 * @throws {CallError} if two servers could read the call differently
 */
export function readHead({ method, host, target, rawHeaders }, refused) {
  if (!httpMethods.includes(method)) throw new CallError("/method", `isn't ${httpMethods.join(", ")}`);
  return { method, host: host.toLowerCase(), ...readTarget(target), ...readHeaders(rawHeaders, refused) };
}

/**
 * The call that the policy judges and the approver sees.
 * @param {Head} head
 * @param {import("./http-body.mjs").ReceivedBody} body
 * @returns {HttpCall}
 * @throws {CallError} if the body could change the method
 */
export function describeCall({ contentType, ...head }, body) {
  return { kind: "http", ...head, ...describeBody(contentType, body) };
}
