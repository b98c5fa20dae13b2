import type { SendResult } from "#lib/notifications/channels/channel";
import { retry } from "#lib/notifications/channels/retry";
import { faultWords } from "#lib/outbound/fault-words";
import { faultFrom, isOutboundFault, type OutboundReason } from "#lib/outbound/outbound-fault";

interface MailFault {
  code?: string;
  originalCode?: string;
  /** The status of the server's reply. */
  responseCode?: number;
}

const server = "the mail server";
const pause = (reason: string): SendResult => retry(reason, { pauses: true });
const untrusted = "The mail server offers no encryption, or its certificate isn't trusted.";

/** The result for a remote server without encryption. */
export const plainRefused = pause("Email to another machine must be encrypted.");

const faultResults: Partial<Record<OutboundReason, SendResult>> = {
  refused_address: pause(faultWords("refused_address", server)),
  unresolvable: pause(faultWords("unresolvable", server)),
  timeout: pause(faultWords("timeout", server)),
  refused_connection: pause(faultWords("refused_connection", server)),
  tls: pause(untrusted),
  aborted: retry(faultWords("aborted", server), { pauses: false }),
};

/**
 * A failed attempt in our words. Problems of server or settings pause the server; its refusal is
 * final.
 */
export function failedResult(thrown: unknown): SendResult {
  const fault = faultFrom(thrown);
  const known = faultResults[fault.reason];
  if (known) return known;
  const cause = (isOutboundFault(fault) ? (fault.cause ?? fault) : fault) as MailFault;
  return fromSocket(cause) ?? fromReply(cause) ?? pause("The connection to the mail server ended.");
}

/** Nodemailer keeps sockets' codes as `originalCode`. */
function fromSocket({ code, originalCode }: MailFault): SendResult | undefined {
  if (code === "EAUTH") return pause("The mail server didn't accept the user name or password.");
  if (code === "ETLS") return pause(untrusted);
  if (code === "ETIMEDOUT") return faultResults.timeout;
  return originalCode === undefined ? undefined : faultResults[faultFrom({ code: originalCode }).reason];
}

function fromReply({ code, responseCode }: MailFault): SendResult | undefined {
  if (code === "EMESSAGE" && !responseCode)
    return { outcome: "refused", reason: "The mail is larger than the mail server accepts." };
  if (!responseCode || responseCode < 400) return undefined;
  if (responseCode === 421) return pause("The mail server is closing or overloaded (421).");
  if (responseCode === 530) return pause("The mail server requires a user name and password (530).");
  // A reply to the greeting or to EHLO, before there was a mail.
  if (code === "EPROTOCOL") return pause(`The mail server refused the session (${responseCode}).`);
  if (responseCode < 500)
    return retry(`The mail server asked to try again later (${responseCode}).`, { pauses: false });
  return { outcome: "refused", reason: `The mail server refused the mail (${responseCode}).` };
}
