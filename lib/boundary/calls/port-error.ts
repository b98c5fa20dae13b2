/**
 * A port's refusal. `code` is the server's error code (docs/agents.md), or the client's for what it
 * refused itself, `unreachable` when there was no answer, or `untrusted` when the answer doesn't match the
 * request. `message` is for people.
 */
export class PortError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = "PortError";
  }
}
