/**
 * A call that no request can describe, so that it must not run: the server would refuse the request,
 * or two readers could understand the arguments differently.
 */
export class CallError extends Error {
  readonly reason: string;
  /** @param path JSON Pointer to the error in the call */
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(path === "" ? message : `${path} ${message}`);
    this.name = "CallError";
    this.reason = message;
  }
}
