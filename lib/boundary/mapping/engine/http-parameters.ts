import { foldName, type Json, type JsonObject } from "#client/json/pointer";
import { CallError } from "./call-error.ts";

// What every parser takes as it is. qs and Rack drop brackets, PHP cuts at U+0000 and makes an
// underscore of a space, and Zope converts `mode:int`.
const plainName = /^[\w$-][\w.$-]*$/;
// `_method`, and names that qs, Rack and PHP read as `_method`: Rails, Symfony and Laravel then run
// a POST as a call of that method.
const methodName = /(?:^[\W_]|\W_)method(?![\w-])|^x.(?:http.method(?:.override)?|method.override)$/i;

/** Refuses parameters of a query or a form that change the call's method. @throws {CallError} */
export function requireNoMethod(text: string, place: string) {
  requireNoMethodName(namesIn(text), place);
}

/** @param names of parameters, or of members of a body. @throws {CallError} */
export function requireNoMethodName(names: string[], place: string) {
  if (names.some((name) => methodName.test(name.trim())))
    throw new CallError(place, "has a parameter such as _method, which could change the method");
}

/** A query parameter's value, if it occurs once and no name in query or body looks like it. */
export function queryValue(values: JsonObject, name: string): string | undefined {
  const query = textOf(values.query);
  // Some servers separate by a semicolon; Traefik changes it into an ampersand.
  if (query.includes(";")) return undefined;
  const count = namesIn(query).filter((other) => isAlike(other, name)).length;
  if (count !== 1 || namesInBody(values.body).some((other) => isAlike(other, name))) return undefined;
  return new URLSearchParams(query).get(name) ?? undefined;
}

/** Whether a query parameter could be taken for a member of the body: Rails merges the two. */
export function isInQuery(values: JsonObject, name: string) {
  return namesIn(textOf(values.query)).some((other) => isAlike(other, name));
}

function namesIn(text: string) {
  return [...new URLSearchParams(text.replaceAll(";", "&")).keys()];
}

function namesInBody(body: Json | undefined) {
  if (typeof body === "string") return namesIn(body);
  return typeof body === "object" && body !== null ? Object.keys(body) : [];
}

/** Whether a server could confuse two names. A name that isn't plain could be any. */
function isAlike(one: string, other: string) {
  if (!plainName.test(one)) return true;
  const readings = readingsOf(one);
  return readingsOf(other).some((reading) => readings.includes(reading));
}

/** How servers read a plain name: without case, cut at a dot, or with an underscore there. */
function readingsOf(name: string) {
  const folded = foldName(name);
  return [folded.replace(/\..*$/, ""), folded.replaceAll(".", "_")];
}

function textOf(value: Json | undefined) {
  return typeof value === "string" ? value : "";
}
