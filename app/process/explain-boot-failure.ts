import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { CountersignError } from "#lib/errors";
import { BootFailure } from "./boot-failure.ts";

/** What to print when the process cannot start: one sentence where the reason is known, the whole error where it is not. */
export function explainBootFailure(error: unknown): string {
  const isExplained =
    error instanceof BootFailure ||
    error instanceof EmbeddedDatabaseError ||
    error instanceof CountersignError;
  if (isExplained) return `Countersign cannot start. ${error.message}`;
  const { code, path, stack } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "53100") {
    return "Countersign cannot start. The disk is full: free some space and start again.";
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return `Countersign cannot start. It may not write to ${path}: check who owns it, or set COUNTERSIGN_DATA to another folder.`;
  }
  return `Countersign cannot start.\n${stack ?? String(error)}`;
}
