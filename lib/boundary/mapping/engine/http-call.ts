import type { HttpCall } from "./call.ts";
import { CallError } from "./call-error.ts";
import type { ReceivedBody } from "./http-body.ts";
import { describeBody } from "./http-body.ts";
import { readHeaders } from "./http-headers.ts";
import { readTarget } from "./http-target.ts";

export interface ReceivedHead {
  method: string;
  host: string;
  /** Path and query, not decoded. */
  target: string;
  /** Names and values in turn. */
  rawHeaders: readonly string[];
}

export type Head = Pick<HttpCall, "method" | "host" | "path" | "query" | "contentType" | "accept">;

/** Further methods name a resource in a header (`MOVE`), or mean what each server likes. */
export const httpMethods = Object.freeze(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Reads the head of a call: one description for every edge, with {@link describeCall}.
 * @throws {CallError} for a header in `refused`, or if two servers could read the call differently
 */
export function readHead(
  { method, host, target, rawHeaders }: ReceivedHead,
  refused?: readonly string[],
): Head {
  if (!httpMethods.includes(method)) throw new CallError("/method", `isn't ${httpMethods.join(", ")}`);
  return { method, host: host.toLowerCase(), ...readTarget(target), ...readHeaders(rawHeaders, refused) };
}

/** The call for policy and approver. @throws {CallError} if the body could change the method */
export function describeCall({ contentType, ...head }: Head, body: ReceivedBody): HttpCall {
  return { kind: "http", ...head, ...describeBody(contentType, body) };
}
