import { sql } from "drizzle-orm";
import { tryAgainWhenBusy } from "#db/try-again";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { lockHead } from "#lib/policy/versions/insert-version";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";
import { storeEnvironment } from "#lib/workspace/change-workspace";
import { type Environment, findEnvironment } from "#lib/workspace/environment";
import { proposable, proposeChange } from "./propose-change.ts";
import { lockPublishingSetting } from "./publishing-setting.ts";
import { type Authority, proposedFacts, requiresSecondAdmin } from "./requires-second-admin.ts";

interface EnvironmentChange extends Authority {
  /** As on the page that the actor confirmed; undefined for none. */
  seen: Environment | undefined;
  environment: Environment | undefined;
}

/**
 * Changes the environment. For admins, with a passkey; proposed where the workspace requires two, because
 * a wrong label leads approvers to approve in the wrong place.
 * @throws {CountersignError} `not_found`; `conflict` when the environment was changed since
 */
export const changeEnvironment = proposable<EnvironmentChange, undefined>(async (db, change) => {
  const { actor, seen, environment, confirmed, now } = change;
  requireRole(actor, "admin");
  const perform = () =>
    db.transaction(async (tx) => {
      // For update from the start: a share lock of two changes would keep both from the row.
      if (!confirmed) await lockPublishingSetting(tx);
      const needsTwo = await requiresSecondAdmin(tx, change);
      if (!confirmed) await lockActingAdmin(tx, actor);
      // An approval that holds the head commits with the environment that its approver read.
      await lockHead(tx);
      const before = await findEnvironment(tx);
      if (confirmed) requireUnchanged(isSame(before, seen), "the environment");
      if (!isSame(before, seen) || isSame(before, environment)) throw changedSince();
      const [from, to] = [before ?? null, environment ?? null];
      if (needsTwo)
        return proposeChange(tx, { act: "workspace.environment", before: from, after: to }, change);
      await storeEnvironment(tx, environment);
      // They were signed for another environment. An ask that locked the head committed before.
      if (before?.label !== environment?.label)
        await endStandingApprovals(tx, { which: sql`true`, reason: "environment_changed", actor, now });
      const data = { environment_before: from, environment: to, ...proposedFacts(confirmed) };
      await recordAudit(tx, { type: "workspace.settings_changed", actor, subject: {}, data }, now);
      return undefined;
    });
  return confirmed ? perform() : tryAgainWhenBusy(perform);
});

function isSame(one: Environment | undefined, other: Environment | undefined): boolean {
  return one?.label === other?.label && one?.color === other?.color;
}

function changedSince(): CountersignError {
  return new CountersignError("conflict", "the environment isn't the one that was seen, or doesn't change", {
    userMessage:
      "The environment changed while you were reviewing it, or is already this one. Nothing was changed. Reload the page.",
  });
}
