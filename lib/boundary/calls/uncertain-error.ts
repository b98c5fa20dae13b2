/**
 * Thrown by `forward` when the call left the boundary and no answer came back: the upstream may have
 * performed the action.
 */
export class UncertainError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UncertainError";
  }
}
