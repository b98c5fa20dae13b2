// @ts-check

/**
 * A call that no request can describe, so that it must not run: the server would refuse the request,
 * or two readers could understand the arguments differently.
 */
export class CallError extends Error {
  /**
   * @param {string} path JSON Pointer to the error in the call
   * @param {string} message
   */
  constructor(path, message) {
    super(path === "" ? message : `${path} ${message}`);
    this.name = "CallError";
    this.path = path;
    this.reason = message;
  }
}
