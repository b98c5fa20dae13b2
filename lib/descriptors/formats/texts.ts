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
export const person: Format = closedText(/^per_[0-9a-z]{26}$/);
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

export const json: Format = { isClosed: false, show: (value) => ({ as: "json", value }) };

/** One of a list of values, by its label in `labels`. A value without a label can't be shown. */
export const choice: Format = {
  isClosed: true,
  show(value, { labels }) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return undefined;
    if (typeof labels !== "object" || labels === null || !Object.hasOwn(labels, String(value)))
      return undefined;
    const label = (labels as { [value: string]: unknown })[String(value)];
    return typeof label === "string" ? { as: "value", text: label, original: originalOf(value) } : undefined;
  },
};

/** The signed form. Quotes tell the text "1" from the number. */
function originalOf(value: string | number | boolean) {
  return typeof value === "string" && /^(?:[-\d]|true$|false$)/.test(value)
    ? JSON.stringify(value)
    : String(value);
}

export const yesNo: Format = {
  isClosed: true,
  show: (value) => (typeof value === "boolean" ? { as: "value", text: value ? "Yes" : "No" } : undefined),
};

/** A web address with warnings about its host. Parsers repair addresses differently: none is repaired. */
export const url: Format = {
  isClosed: false,
  show(value) {
    if (typeof value !== "string") return undefined;
    const [, authority] =
      /^https?:\/\/([^/?#\s\\\p{Cc}\p{Cf}]+)(?:[/?#][^\s\\\p{Cc}\p{Cf}]*)?$/u.exec(value) ?? [];
    if (authority === undefined) return undefined;
    const host = authority.slice(authority.lastIndexOf("@") + 1);
    const at = value.indexOf("//") + 2 + authority.length - host.length;
    const [before, after] = [value.slice(0, at), value.slice(at + host.length)];
    return host ? { as: "url", before, host, after, warnings: warningsOf(authority, host) } : undefined;
  },
};

function warningsOf(authority: string, host: string): string[] {
  const name = host.replace(/:\d*$/, "");
  return [
    ...(authority.includes("@") ? ["user"] : []),
    ...(/(?:^|\.)xn--/i.test(name) ? ["punycode"] : []),
    ...(/[^\x21-\x7e]/.test(name) ? ["not_ascii"] : []),
    ...(/^[\d.]+$|^0x[\da-f.x]+$|^\[/i.test(name) ? ["ip_address"] : []),
  ];
}
