/**
 * The embedded database could not be started. The message is one sentence for the person at the
 * terminal, with the next step.
 */
export class EmbeddedDatabaseError extends Error {
  override readonly name = "EmbeddedDatabaseError";
}
