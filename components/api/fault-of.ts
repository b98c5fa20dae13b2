import type { Refusal } from "./call.ts";

/**
 * The refusal's sentence about a member of the body, by JSON Pointer, if `errors` of the problem
 * document has one.
 */
export function faultOf(refusal: Refusal | undefined, pointer: string): string | undefined {
  const errors = refusal?.details.errors;
  if (!Array.isArray(errors)) return undefined;
  for (const error of errors) {
    if (isFault(error) && error.path === pointer) return error.message;
  }
  return undefined;
}

function isFault(value: unknown): value is { path: string; message: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "path" in value &&
    "message" in value &&
    typeof value.message === "string"
  );
}
