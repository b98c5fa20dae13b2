import { canonicalJson } from "#client/json/canonical";
import type { Untyped } from "#client/json/untyped";
import { equalBytes, joinBytes } from "./bytes.ts";

/** Refuses a value of a different form, and names the value by its place. */
export type Form = (value: Untyped, place: string) => void;

/** A form for each member of T. An optional member's name ends with a question mark. */
type FormsOf<T> = {
  [Name in keyof T & string as object extends Pick<T, Name> ? `${Name}?` : Name]-?: Form;
};

export const text = that("a text", (value) => typeof value === "string");
export const whole = that("a whole number", Number.isSafeInteger);
export const counted = that("a whole number above 0", (value) => Number.isSafeInteger(value) && value > 0);
export const number = that("a number", (value) => typeof value === "number");
export const positive = that("a number above 0", (value) => typeof value === "number" && value > 0);
export const scalar = that("a text, a number, true or false", (value) =>
  ["string", "number", "boolean"].includes(typeof value),
);
export const flag = that("true or false", (value) => typeof value === "boolean");
export const json = that("a JSON value", (value) => value !== undefined);
export const object = that("an object", isObject);

export function only(...values: (string | number)[]): Form {
  return that(`${values.join(" or ")}`, (value) => values.includes(value));
}

export function list(form: Form, { fewest = 0 } = {}): Form {
  const isLongEnough = that(
    `a list of at least ${fewest}`,
    (value) => Array.isArray(value) && value.length >= fewest,
  );
  return (value, place) => {
    isLongEnough(value, place);
    value.forEach((element: Untyped, index: number) => {
      form(element, `${place}[${index}]`);
    });
  };
}

/** An object with exactly these members: an unknown member could restrict what was signed. */
export function members<T>(forms: FormsOf<T>): Form {
  const known = new Map<string, [form: Form, isOptional: boolean]>();
  for (const [name, form] of Object.entries<Form>(forms))
    known.set(name.replace(/\?$/, ""), [form, name.endsWith("?")]);
  return (value, place) => {
    object(value, place);
    for (const name of Object.keys(value))
      if (!known.has(name)) throw new Error(`${place} has the unknown member ${name}`);
    for (const [name, [form, isOptional]] of known)
      if (value[name] !== undefined || !isOptional) form(value[name], `${place}.${name}`);
  };
}

/** Refuses bytes that aren't their JSON's canonical form. */
export function checkCanonical(value: Untyped, bytes: Uint8Array): void {
  if (!equalBytes(joinBytes(canonicalJson(value)), bytes))
    throw new Error("its bytes aren't canonical (RFC 8785)");
}

function that(words: string, holds: (value: Untyped) => boolean): Form {
  return (value, place) => {
    if (!holds(value)) throw new Error(`${place} isn't ${words}`);
  };
}

function isObject(value: Untyped) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
