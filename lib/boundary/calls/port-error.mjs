// @ts-check

/**
 * A port's refusal. `code` is the server's error code (docs/agents.md), `unreachable` when there was
 * no answer, or `untrusted` when the answer doesn't match the request. `message` is for people.
 */
export class PortError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{cause?: unknown}} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "PortError";
    this.code = code;
  }
}
