/**
 * The process cannot start, for a reason that the operator can fix. The message is for the
 * operator.
 */
export class BootFailure extends Error {
  override readonly name = "BootFailure";
}
