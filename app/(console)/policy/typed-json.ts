import type { Json } from "#lib/json/canonical";
import { lineAt, linesOf } from "#lib/json/lines-of";
import { CountersignError } from "#lib/kernel/errors";

const maximumListed = 5;

/** The value of a typed text, or why the text isn't JSON. */
export function readTyped(text: string, parse: (bytes: Uint8Array) => Json): { value: Json } | string {
  try {
    return { value: parse(new TextEncoder().encode(text)) };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const { fault, character } = error.details;
    return `Line ${lineAt(text, Number(character))} isn't valid JSON: ${fault}`;
  }
}

/** Errors below a path, one per line, with their lines in the text. */
export function placed(text: string, path: string, faults: { path: string; message: string }[]): string {
  const lineOf = linesOf(text);
  const lines = faults.slice(0, maximumListed).map((fault) => {
    const within = fault.path.slice(path.length);
    return `Line ${lineOf(within)}${within && `, ${within}`}: ${fault.message}`;
  });
  const more = faults.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
