import { isDeepStrictEqual } from "node:util";
import type { Database, Transaction } from "#db/client";
import { mailSettings } from "#db/schema/mail";
import { recordAudit } from "#lib/audit/record";
import { CountersignError } from "#lib/kernel/errors";
import { lockActingAdmin } from "#lib/people/admins";
import { requireUnchanged } from "#lib/proposals/superseded";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { lockMailSettings } from "./mail-settings.ts";
import { isSamePlace, type MailSettings } from "./settings-fields.ts";

export interface MailSettingsChange extends Authority {
  /** The settings as seen by the admin; null: none. */
  before: MailSettings | null;
  after: MailSettings;
  /** By `sealPassword`. undefined: the saved password is kept. */
  passwordSealed: Uint8Array | undefined;
}

/**
 * Sets up or changes the mail server. The caller has obtained the actor's passkey confirmation.
 * Where the workspace requires two admins, a change to another server or account is proposed
 * instead. A saved password is never sent to another server: such a change needs a new password.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `conflict` when the
 * settings differ from `before`; `invalid_input` without the password
 */
export const changeMailSettings = proposable<MailSettingsChange, undefined>(async (db, change) => {
  const { actor, before, after, now } = change;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, change);
    await lockActingAdmin(tx, actor);
    const row = await lockMailSettings(tx);
    const isUnchanged = isDeepStrictEqual(row?.settings ?? null, before);
    if (change.confirmed) requireUnchanged(isUnchanged, "the mail settings");
    if (!isUnchanged) throw changedSince();
    const isNewPlace = before === null || !isSamePlace(before, after);
    const passwordSealed = passwordOf(change, isNewPlace ? undefined : row?.passwordSealed);
    if (needsTwo && isNewPlace) return proposeChange(tx, proposed(change), change);
    const values = { ...after, passwordSealed, changedBy: actor.personId, changedAt: now };
    const written = row
      ? await tx.update(mailSettings).set(values).returning()
      : await tx.insert(mailSettings).values(values).onConflictDoNothing().returning();
    // Another admin's first settings, since the look-up.
    if (written.length === 0) throw changedSince();
    await recordChange(tx, change);
    return undefined;
  });
});

function passwordOf(
  { after, passwordSealed }: MailSettingsChange,
  saved: Uint8Array | null | undefined,
): Uint8Array | null {
  if (after.userName === null) return null;
  const password = passwordSealed ?? saved;
  if (password) return password;
  throw new CountersignError("invalid_input", "a user name without a password", {
    userMessage: "Enter the password for this server and user name.",
  });
}

function proposed({ before, after, passwordSealed }: MailSettingsChange) {
  const password_sealed = passwordSealed ? Buffer.from(passwordSealed).toString("base64") : null;
  return { act: "mail.change" as const, before, after, password_sealed };
}

async function recordChange(tx: Transaction, change: MailSettingsChange): Promise<void> {
  const { actor, before, after, passwordSealed, confirmed, now } = change;
  const data = {
    server_before: before && `${before.host}:${before.port}`,
    server: `${after.host}:${after.port}`,
    security: after.security,
    user_name: after.userName,
    from: after.fromAddress,
    password_replaced: passwordSealed !== undefined && after.userName !== null,
    ...proposedFacts(confirmed),
  };
  await recordAudit(tx, { type: "mail_settings.changed", actor, subject: {}, data }, now);
}

/** Removes the server and its password. The caller has the passkey's confirmation. @throws `not_found` */
export async function removeMailSettings(
  db: Database,
  { actor, now }: { actor: Viewer; now: Date },
): Promise<void> {
  requireRole(actor, "admin");
  await db.transaction(async (tx) => {
    await lockActingAdmin(tx, actor);
    const { host, port } = mailSettings;
    const [removed] = await tx.delete(mailSettings).returning({ host, port });
    if (!removed)
      throw new CountersignError("not_found", "there are no mail settings", {
        userMessage: "Email isn't set up. Reload the page.",
      });
    const data = { server_before: `${removed.host}:${removed.port}` };
    await recordAudit(tx, { type: "mail_settings.removed", actor, subject: {}, data }, now);
  });
}

function changedSince(): CountersignError {
  return new CountersignError("conflict", "the mail settings changed since they were shown", {
    userMessage: "The email settings were changed by someone else. Reload and try again.",
  });
}
