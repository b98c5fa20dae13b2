/**
 * Thrown by `forward` when the call was sent without an answer: the upstream may have performed the
 * action.
 */
export class UncertainError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UncertainError";
  }
}
