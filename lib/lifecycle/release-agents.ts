import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { endFreeze } from "#lib/policy/versions/freeze";
import { lockHead } from "#lib/policy/versions/insert-version";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { voidFrozen } from "#lib/voiding/void-frozen";
import { announceToApprovers } from "./freeze-agents.ts";

/**
 * Ends a freeze. For admins, after a passkey confirmation; proposed where the workspace requires two.
 * Nothing that was approved before comes back (invariants 17, 24).
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`; `conflict` when this freeze was ended
 */
export const releaseAgents = proposable<Authority & { epoch: number }, undefined>(async (db, release) => {
  const { actor, epoch, confirmed, now } = release;
  const perform = () =>
    db.transaction(async (tx) => {
      if (await requiresSecondAdmin(tx, release))
        return proposeChange(tx, { act: "agents.release", epoch }, release);
      // The confirmation of a proposal has locked both admins.
      if (!confirmed) await lockActingAdmin(tx, actor);
      await lockHead(tx);
      // Before the freeze ends: until the commit, every approval is refused.
      await voidFrozen(tx, { actor, now });
      if (!(await endFreeze(tx, { epoch, now })))
        throw new CountersignError("conflict", `freeze ${epoch} has ended`, {
          userMessage: "This freeze has already ended, so nothing was changed. Reload the page.",
        });
      const data = { freeze_epoch: epoch, ...proposedFacts(confirmed) };
      await recordAudit(tx, { type: "agents.released", actor, subject: {}, data }, now);
      await announceToApprovers(tx, { kind: "agents_released", except: [actor.personId], now });
      await notify(tx, "freeze", "queue");
      return undefined;
    });
  return confirmed ? perform() : tryAgainWhenBusy(perform);
});
