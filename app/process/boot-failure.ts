import { DrizzleQueryError } from "drizzle-orm";
import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { CountersignError } from "#lib/kernel/errors";

/** The process can't start, for a reason the operator can fix. The message is for the operator. */
export class BootFailure extends Error {
  override readonly name = "BootFailure";
}

/** The words of an error and its causes. Drizzle's own are the statement and its parameters, which can be secret. */
export function causeWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause, code } = error as NodeJS.ErrnoException;
  const words = error instanceof DrizzleQueryError ? [] : [code ? `${message} (${code})` : message];
  return [...words, ...(cause === undefined ? [] : [causeWords(cause)])].join(": ");
}

/** Why the process can't start: a sentence for a known reason, otherwise the error's words and place. */
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
  const places = (stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [`Countersign couldn't start. ${causeWords(error)}`, ...places].join("\n");
}
