import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { CountersignError } from "#lib/kernel/errors";

/** The process can't start, for a reason the operator can fix. The message is for the operator. */
export class BootFailure extends Error {
  override readonly name = "BootFailure";
}

/** Why the process can't start: a sentence for a known reason, otherwise the whole error. */
export function explainBootFailure(error: unknown): string {
  const isExplained =
    error instanceof BootFailure ||
    error instanceof EmbeddedDatabaseError ||
    error instanceof CountersignError;
  if (isExplained) return `Countersign couldn't start. ${error.message}`;
  const { code, path, stack } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "53100") {
    return "Countersign couldn't start. The disk is full. Free some space and try again.";
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return `Countersign couldn't start. No write access to ${path}. Check its owner or set COUNTERSIGN_DATA to another folder.`;
  }
  return `Countersign couldn't start.\n${stack ?? String(error)}`;
}
