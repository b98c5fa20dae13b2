import { issueSetUp } from "#lib/enrollment/issue-set-up";
import type { Runtime } from "./runtime.ts";

/**
 * Tells the person at the terminal where to go: the one set-up link before set-up, the address
 * after.
 */
export async function welcome({ config, db, clock }: Runtime): Promise<void> {
  const token = await issueSetUp(db, clock());
  process.stdout.write(
    token
      ? `\nCountersign is running. Finish setup within 24 hours (one-time link):\n\n  ${config.origin}/setup/${token}\n\n`
      : `\nCountersign is running: ${config.origin}\n\n`,
  );
}
