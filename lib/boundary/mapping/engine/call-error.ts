/** A call that no request can describe, or readable in two ways: it must not run. */
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
