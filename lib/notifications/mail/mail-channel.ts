import { and, inArray } from "drizzle-orm";
import type { SendMailOptions } from "nodemailer";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import { recordAudit } from "#lib/audit/record";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import {
  type Channel,
  type Message,
  type SendResult,
  testMessage,
} from "#lib/notifications/channels/channel";
import {
  type EmailReader,
  findEmailReader,
  hasConfirmedEmail,
  noEmailReader,
} from "#lib/notifications/channels/email-reader";
import { limitSending } from "#lib/notifications/deliveries/insert-deliveries";
import { type Lookup, openLookup } from "#lib/outbound/look-up";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { mailHtml } from "./mail-html.ts";
import { findMailReceiver, findMailServer } from "./mail-settings.ts";
import { mailText } from "./mail-text.ts";
import { sendMail } from "./send-mail.ts";
import type { MailSettings } from "./settings-fields.ts";

export interface MailChannelOptions {
  db: Database;
  secret: MasterSecret;
  config: Pick<Config, "origin" | "outboundPrivateHosts">;
  lookup?: Lookup;
  /** The certificate authorities to trust instead of the system's. */
  trusted?: string[] | undefined;
}

/** Email to people, through the mail server of the workspace's settings. */
export function openMailChannel(options: MailChannelOptions): Channel {
  const { db, secret, config, lookup = openLookup(config), trusted } = options;
  return {
    id: "mail",
    // Mail services count messages a second or a minute; few allow fewer than 300 a minute.
    limits: { together: 4, perReceiver: 4, perSecond: 5 },
    canUpdate: false,
    async destinationsOf(tx, personIds) {
      const receiver = await findMailReceiver(tx);
      if (receiver === undefined) return [];
      // By person: a changed address gets the mail.
      return (await listReaders(tx, personIds)).map((personId) => ({
        personId,
        destination: personId,
        receiver,
      }));
    },
    subscribersOf: async () => [],
    async send(message, signal) {
      const server = await findMailServer(db, secret);
      if (!server) return { outcome: "gone", reason: "Email isn't set up." };
      const reader = await findEmailReader(db, message.destination);
      if (!reader) return noEmailReader;
      const mail = composeMail(message, { server, reader, origin: config.origin });
      return sendMail(mail, { server, config, lookup, trusted, signal });
    },
  };
}

/**
 * A mail in plain text and HTML. Lock screens and mail logs show the subject: the title alone.
 * Nothing is loaded from a server, and no link tells who opened the mail.
 */
export function composeMail(
  message: Message,
  { server, reader, origin }: { server: MailSettings; reader: EmailReader; origin: string },
): SendMailOptions & { messageId: string } {
  const { hostname } = new URL(origin);
  // A message's ID contains no dot, and so differs from a thread's.
  const thread = `<topic.${message.topic}@${hostname}>`;
  return {
    from: { name: server.fromName, address: server.fromAddress },
    to: { name: reader.name, address: reader.email },
    subject: message.title,
    // The same on every attempt: a repetition after a lost reply is recognized (RFC 5322, 3.6.4).
    messageId: `<${message.id}@${hostname}>`,
    inReplyTo: thread,
    references: [thread],
    headers: {
      "Auto-Submitted": "auto-generated", // RFC 3834, section 5: no automatic answers.
      "X-Auto-Response-Suppress": "All",
    },
    xMailer: false,
    text: mailText(message, origin),
    html: mailHtml(message, origin),
  };
}

async function listReaders(db: Database | Transaction, personIds: string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, personIds), hasConfirmedEmail));
  return rows.map(({ id }) => id);
}

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
  const data = { outcome: result.outcome, ...("reason" in result && { reason: result.reason }) };
  await recordAudit(db, { type: "mail_settings.tested", actor, subject: {}, data }, now);
  return result;
}
