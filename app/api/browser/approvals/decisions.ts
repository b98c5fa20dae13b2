import { z } from "zod";
import { metrics } from "#app/runtime/metrics";
import { runtime } from "#app/runtime/runtime";
import { fromBase64url } from "#lib/kernel/digest";

/** The bytes of a statement, in a body. */
export const statementBytes = z
  .string()
  .max(200_000)
  .transform((text, context) => {
    const bytes = fromBase64url(text);
    if (bytes) return bytes;
    context.addIssue({ code: "custom", message: "must be base64url" });
    return z.NEVER;
  });

/** Counts the time that people took to decide. Tests count nowhere. */
export function countDecision({ askedAt, isTest }: { askedAt: Date; isTest: boolean }): void {
  if (isTest) return;
  metrics().decisionSeconds.observe((runtime().clock().getTime() - askedAt.getTime()) / 1000);
}
