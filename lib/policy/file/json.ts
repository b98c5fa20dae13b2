import { lineAt } from "#lib/json/lines-of";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";

/** Largest policy file, in bytes: room for a thousand rules of maximum size. */
export const maximumDocumentBytes = 2 * 1024 * 1024;

/**
 * The JSON in a policy file.
 * @throws {CountersignError} `payload_too_large`; `invalid_input` with the fault and its line in
 * `details.errors`.
 */
export function readDocumentJson(bytes: Uint8Array): { text: string; value: unknown } {
  if (bytes.byteLength > maximumDocumentBytes) {
    throw new CountersignError("payload_too_large", `the file has ${bytes.byteLength} bytes`, {
      userMessage: "Policy files can be up to 2 MiB.",
    });
  }
  try {
    const value = parseIJson(bytes);
    return { text: new TextDecoder().decode(bytes), value };
  } catch (cause) {
    if (!(cause instanceof CountersignError)) throw cause;
    const { fault, character } = cause.details;
    const message = typeof fault === "string" ? `this is not acceptable JSON: ${fault}` : "this isn't UTF-8";
    const line = typeof character === "number" ? lineAt(new TextDecoder().decode(bytes), character) : 1;
    throw new CountersignError("invalid_input", cause.message, {
      userMessage: `Line ${line}: ${message}.`,
      details: { errors: [{ path: "", line, message }] },
      cause,
    });
  }
}
