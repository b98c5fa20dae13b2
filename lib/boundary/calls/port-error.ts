/** `code`: the server's (docs/agents.md); `unreachable`: no answer; `untrusted`: one that doesn't fit. */
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
