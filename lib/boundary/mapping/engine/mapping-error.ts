/** A mapping that doesn't have the form of docs/boundary.md. */
export class MappingError extends Error {
  /** @param path JSON Pointer to the error */
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(path === "" ? message : `${path} ${message}`);
    this.name = "MappingError";
  }
}
