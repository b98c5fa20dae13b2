import type { SendMailOptions } from "nodemailer";
import type { Message } from "#lib/notifications/channels/channel";
import type { EmailReader } from "#lib/notifications/channels/email-reader";
import { mailHtml } from "./mail-html.ts";
import { mailText } from "./mail-text.ts";
import type { MailSettings } from "./settings-fields.ts";

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
