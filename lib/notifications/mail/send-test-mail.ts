import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import { newId } from "#lib/ids";
import type { Message, SendResult } from "#lib/notifications/channels/channel";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { type MailChannelOptions, openMailChannel } from "./mail-channel.ts";

/**
 * Sends a test to the admin's own email, one attempt, and returns the result in words for admins.
 * @throws {CountersignError} `not_found` when the actor is not an admin
 */
export async function sendTestMail(
  db: Database,
  { actor, now, ...options }: Omit<MailChannelOptions, "db"> & { actor: Viewer; now: Date },
): Promise<SendResult> {
  requireRole(actor, "admin");
  const message = testMessage(actor.personId, { origin: options.config.origin, now });
  const result = await openMailChannel({ db, ...options }).send(message, new AbortController().signal);
  const by = { type: "person" as const, id: actor.personId };
  const data = { outcome: result.outcome, ...("reason" in result && { reason: result.reason }) };
  await recordAudit(db, { type: "mail_settings.tested", actor: by, subject: {}, data }, now);
  return result;
}

function testMessage(personId: string, { origin, now }: { origin: string; now: Date }): Message {
  const id = newId("dlv", now);
  return {
    ...{ id, kind: "test", destination: personId, topic: id, attempt: 1 },
    ...{ title: "Test email", body: "Email from Countersign reaches you." },
    ...{ details: undefined, url: `${origin}/settings/channels/mail`, link: "Open email settings" },
    ...{ urgency: "normal", isSilent: false, expiresAt: undefined, pendingCount: 0, reference: undefined },
    person: undefined,
    event: { id, kind: "test", at: now, agent: undefined, request: undefined },
  };
}
