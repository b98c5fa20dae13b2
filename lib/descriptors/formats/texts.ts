import type { Format } from "./format.ts";

/** The agent's text, unchanged. */
export const text: Format = freeText("text");
/** Lines of code or of a document, unchanged. */
export const code: Format = freeText("code");
/** A file's path, unchanged. */
export const filePath: Format = freeText("path");

function freeText(as: "text" | "code" | "path"): Format {
  return {
    isClosed: false,
    show: (value) => (typeof value === "string" ? { as, text: value } : undefined),
  };
}

/** An identifier such as `charge/ch_81`: letters, digits and `._:/@+-`, at most 128 characters. */
export const identifier: Format = closedText(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/);
/** An email address in ASCII. */
export const email: Format = closedText(
  /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?){1,8}$/,
);
/** A person's ID in this workspace. */
export const person: Format = closedText(/^per_[0-9a-z]{26}$/);
/** An agent's ID in this workspace. */
export const agent: Format = closedText(/^agt_[0-9a-z]{26}$/);

function closedText(pattern: RegExp): Format {
  return {
    isClosed: true,
    show: (value) =>
      typeof value === "string" && value.length <= 254 && pattern.test(value)
        ? { as: "value", text: value }
        : undefined,
  };
}

/** Any value, as JSON. */
export const json: Format = { isClosed: false, show: (value) => ({ as: "json", value }) };
