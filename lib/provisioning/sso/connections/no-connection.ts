import { CountersignError } from "#lib/kernel/errors";

/** The refusal for an unknown, disabled or removed connection. */
export function noConnection(id: string): CountersignError {
  return new CountersignError("not_found", `no such connection: ${id}`, {
    userMessage: "This SSO connection no longer exists. Reload the page.",
  });
}
