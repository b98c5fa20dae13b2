import { CountersignError } from "#lib/kernel/errors";
import { BootFailure } from "../boot-failure.ts";

/** What the check found about one subject. `wrong`: people or agents can't use this Countersign. */
export interface Finding {
  subject: string;
  verdict: "ok" | "warning" | "wrong";
  /** What is so, and if it isn't ok, what to do. Never a secret. */
  words: string;
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
  if (error instanceof BootFailure || error instanceof CountersignError) return error.message;
  const { code, name } = error as { code?: string; name?: string };
  return `Something failed (${code ?? name}).`;
}
