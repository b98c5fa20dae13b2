import { EmbeddedDatabaseError } from "#db/embedded/failure";
import { CountersignError } from "#lib/kernel/errors";
import { BootFailure } from "../boot-failure.ts";

/** What the check found about one subject. `wrong`: people or agents can't use this Countersign. */
export interface Finding {
  subject: string;
  verdict: "ok" | "warning" | "wrong";
  /** What is so, and if it isn't ok, what to do. Never a secret. */
  words: string;
}

/** A finding as the terminal shows it. */
export function lineOf({ verdict, subject, words }: Finding): string {
  return `${verdict.padEnd(7)}  ${subject.padEnd(11)}  ${words}`;
}

/** Takes each finding as it comes. */
export type Report = (finding: Finding) => void;

/** For each look at another server. */
export const patienceMilliseconds = 5000;

/** The findings about one subject. */
export function findingsOf(subject: string) {
  const finding =
    (verdict: Finding["verdict"]) =>
    (words: string): Finding => ({ subject, verdict, words });
  return { ok: finding("ok"), warning: finding("warning"), wrong: finding("wrong") };
}

/** The sentence of an error that is written for the operator; of any other its code, without its words. */
export function sentenceOf(error: unknown): string {
  const isWritten = [BootFailure, CountersignError, EmbeddedDatabaseError].some(
    (kind) => error instanceof kind,
  );
  if (isWritten && error instanceof Error) return error.message;
  const { code, name } = error as { code?: string; name?: string };
  return `Something failed (${code ?? name}).`;
}
