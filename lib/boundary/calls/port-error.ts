/**
 * `code`: the server's error code (docs/agents.md), or the client's own: `unreachable` without an
 * answer, `untrusted` when the answer doesn't match the request. `message` is for people.
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

/** The call was sent without an answer: the upstream may have performed the action. */
export class UncertainError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UncertainError";
  }
}
