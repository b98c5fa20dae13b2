import type { Json, JsonObject } from "#client/json/pointer";
import { readPointer, valueAt } from "#client/json/pointer";
import { isInQuery, queryValue } from "./http-parameters.ts";

/** A fixed value, a JSON Pointer into the arguments, or a text with pointers. */
export type Source = { literal: Json } | { pointer: string[] } | { template: (string | string[])[] };

/** A text that begins with a slash is a pointer. @returns undefined for a malformed pointer */
export function readSource(value: Json): Source | undefined {
  if (typeof value !== "string" || !value.startsWith("/")) return { literal: value };
  const pointer = readPointer(value);
  return pointer && { pointer };
}

/** A source or a template, such as `charge/{/charge}`. @returns undefined for a malformed pointer */
export function readTemplate(text: string): Source | undefined {
  if (text.startsWith("/") || !text.includes("{/")) return readSource(text);
  const template = text
    .split(/(\{\/[^{}]*\})/)
    .map((part, at) => (at % 2 === 1 ? readPointer(part.slice(1, -1)) : part));
  return template.some((part) => part === undefined)
    ? undefined
    : { template: template as (string | string[])[] };
}

/** A source's value in a call's arguments. In HTTP, `/path/0` is a segment, and `/query/name` a parameter. */
export function readValue(source: Source, values: JsonObject, isHttp: boolean): Json | undefined {
  if ("literal" in source) return source.literal;
  if ("pointer" in source) return lookUp(values, source.pointer, isHttp);
  const parts = source.template.map((part) =>
    typeof part === "string" ? part : textOf(lookUp(values, part, isHttp)),
  );
  return parts.some((part) => part === undefined) ? undefined : parts.join("");
}

/** A text or a number as text. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === "number") return JSON.stringify(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Values that a text contains without loss. A number isn't: it looks like its digits. */
export function pointersInText(source: Source, values: JsonObject): string[][] {
  if ("literal" in source) return [];
  const pointers =
    "pointer" in source ? [source.pointer] : source.template.filter((part) => typeof part !== "string");
  return pointers.length === 1 && pointers.every((tokens) => typeof valueAt(values, tokens) === "string")
    ? pointers
    : [];
}

function lookUp(values: JsonObject, tokens: string[], isHttp: boolean) {
  const found = valueAt(values, tokens);
  const [first, second, ...rest] = tokens;
  if (!isHttp || second === undefined) return found;
  if (first === "body" && isInQuery(values, second)) return undefined;
  if (found !== undefined || rest.length > 0) return found;
  if (first === "path") return valueAt(String(values.path).split("/").slice(1), [second]);
  return first === "query" ? queryValue(values, second) : undefined;
}
