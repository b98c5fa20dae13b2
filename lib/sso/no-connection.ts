import { CountersignError } from "#lib/errors";

/** The answer to a connection that is unknown, turned off for the purpose, or removed meanwhile. */
export function noConnection(id: string): CountersignError {
  return new CountersignError("not_found", `no such connection: ${id}`, {
    userMessage: "This sign-in connection is not there any more. Reload the page.",
  });
}
