/** The process cannot start, for a reason that the person at the terminal can do something about. The message is for them. */
export class BootFailure extends Error {
  override readonly name = "BootFailure";
}
