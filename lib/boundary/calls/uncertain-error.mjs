// @ts-check

/**
 * Thrown by `forward` when the call left the boundary and no answer came back: the upstream may have
 * performed the action.
 */
export class UncertainError extends Error {
  /**
   * @param {string} message
   * @param {{cause?: unknown}} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = "UncertainError";
  }
}
