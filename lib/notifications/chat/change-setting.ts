import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { chatIdentities, chatSettings } from "#db/schema/chat";
import { recordAudit } from "#lib/audit/record";
import { base64url } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import type { SealedSetting } from "./seal-secret.ts";

interface Saving extends Authority {
  setting: SealedSetting;
  /** The replaced setting's ID, as seen by the admin; null for none. */
  seenId: string | null;
}

/**
 * Saves a bot token or a webhook. For admins, with a passkey. Messages then leave for a new place:
 * where the workspace requires two admins, the change is proposed with the sealed secret.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when another
 * admin saved or removed the setting in the meantime
 */
export const saveSetting = proposable<Saving, { id: string }>(async (db, saving) => {
  const { actor, setting, seenId, confirmed, now } = saving;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    if (await requiresSecondAdmin(tx, saving)) return proposeChange(tx, changeOf(setting, seenId), saving);
    await lockActingAdmin(tx, actor);
    const { kind, id, host } = setting;
    const [current] = await tx
      .select({ id: chatSettings.id })
      .from(chatSettings)
      .where(eq(chatSettings.kind, kind))
      .for("update");
    if (confirmed) requireUnchanged((current?.id ?? null) === seenId, kind);
    else if ((current?.id ?? null) !== seenId) throw settingChanged(kind);
    const row = { ...setting, changedBy: actor.personId, changedAt: now };
    if (current) await tx.update(chatSettings).set(row).where(eq(chatSettings.kind, kind));
    else await insertFirst(tx, row);
    if (kind === "slack_bot") await tx.delete(chatIdentities);
    const data = { kind, host, ...proposedFacts(confirmed) };
    await recordAudit(tx, { type: "chat_setting.saved", actor, subject: { chat_setting: id }, data }, now);
    return { id };
  });
});

/** Of two admins who save a first setting at the same time, one succeeds. */
async function insertFirst(tx: Transaction, row: typeof chatSettings.$inferInsert): Promise<void> {
  const inserted = await tx
    .insert(chatSettings)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: chatSettings.id });
  if (inserted.length === 0) throw settingChanged(row.kind);
}

function changeOf({ kind, id, host, endsWith, secretSealed }: SealedSetting, before: string | null) {
  return {
    act: "chat.save" as const,
    ...{ kind, setting: id, host, ends_with: endsWith, sealed: base64url(secretSealed), before },
  };
}

/** The setting differs from the admin's page. */
export function settingChanged(kind: string): CountersignError {
  return new CountersignError("conflict", `${kind} is another one by now`, {
    userMessage: "The setting was changed by someone else. Reload and try again.",
  });
}

/**
 * Removes a bot token or a webhook with its secret. Messages that wait for it are not sent.
 * @throws {CountersignError} `not_found` for others; `conflict` when it was replaced or removed
 */
export async function removeSetting(
  db: Database,
  { actor, settingId, now }: { actor: Viewer; settingId: string; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const [removed] = await tx
      .delete(chatSettings)
      .where(eq(chatSettings.id, settingId))
      .returning({ kind: chatSettings.kind });
    if (!removed) throw settingChanged(settingId);
    if (removed.kind === "slack_bot") await tx.delete(chatIdentities);
    const subject = { chat_setting: settingId };
    await recordAudit(tx, { type: "chat_setting.removed", actor, subject, data: removed }, now);
  });
}
