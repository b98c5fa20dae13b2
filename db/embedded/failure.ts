/** The embedded database could not be started. The message is a sentence with the next step. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = "EmbeddedDatabaseError";
}
