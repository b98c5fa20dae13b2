import type { Runtime } from "#app/runtime";
import { issueSetUp } from "#lib/directory/issue-set-up";

/** Tells the person at the terminal where to go: the one set-up link before set-up, the address after. */
export async function welcome({ config, db, clock }: Runtime): Promise<void> {
  const token = await issueSetUp(db, clock());
  process.stdout.write(
    token
      ? `\nCountersign is ready. Set it up here, once, within 24 hours:\n\n  ${config.origin}/setup/${token}\n\n`
      : `\nCountersign is ready: ${config.origin}\n\n`,
  );
}
