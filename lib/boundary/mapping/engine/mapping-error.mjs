// @ts-check

/** A mapping that doesn't have the form of docs/boundary.md. */
export class MappingError extends Error {
  /**
   * @param {string} path JSON Pointer to the error
   * @param {string} message
   */
  constructor(path, message) {
    super(path === "" ? message : `${path} ${message}`);
    this.name = "MappingError";
    this.path = path;
  }
}
