import type { Database } from "#db/client";
import { recordAudit } from "#lib/audit/record";
import type { SendResult } from "#lib/notifications/channels/channel";
import { testMessage } from "#lib/notifications/channels/test-message";
import { limitSending } from "#lib/notifications/deliveries/queue-test";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { type MailChannelOptions, openMailChannel } from "./mail-channel.ts";

/**
 * Sends a test to the admin's own email, one attempt, and returns the result in words for admins.
 * @throws {CountersignError} `not_found` when the actor is not an admin; `rate_limited`
 */
export async function sendTestMail(
  db: Database,
  { actor, now, ...options }: Omit<MailChannelOptions, "db"> & { actor: Viewer; now: Date },
): Promise<SendResult> {
  requireRole(actor, "admin");
  await limitSending(db, actor.personId, now);
  const words = { title: "Test email", body: "Email from Countersign reaches you." };
  const page = { url: `${options.config.origin}/channels/mail`, link: "Open email settings" };
  const message = testMessage({ destination: actor.personId, ...words, ...page }, now);
  const result = await openMailChannel({ db, ...options }).send(message, new AbortController().signal);
  const by = { type: "person" as const, id: actor.personId };
  const data = { outcome: result.outcome, ...("reason" in result && { reason: result.reason }) };
  await recordAudit(db, { type: "mail_settings.tested", actor: by, subject: {}, data }, now);
  return result;
}
