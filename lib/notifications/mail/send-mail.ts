import { createTransport, type SendMailOptions } from "nodemailer";
import type { Config } from "#lib/kernel/config";
import { retry, type SendResult } from "#lib/notifications/channels/channel";
import { openCheckedSocket } from "#lib/outbound/checked-socket";
import { faultWords } from "#lib/outbound/fault-words";
import type { Lookup } from "#lib/outbound/look-up";
import { faultFrom, isOutboundFault, type OutboundReason } from "#lib/outbound/outbound-fault";
import { withinTime } from "#lib/outbound/within-time";
import type { MailServer } from "./mail-settings.ts";
import { mayBePlain } from "./settings-fields.ts";

/** For a whole attempt. The dispatcher's limit is 20 seconds. */
const timeoutMs = 18_000;

interface Attempt {
  server: MailServer;
  config: Pick<Config, "origin" | "outboundPrivateHosts">;
  lookup: Lookup;
  trusted: string[] | undefined;
}

/** One attempt to hand a mail over. Without verified encryption, no password and no mail. */
export async function sendMail(
  mail: SendMailOptions & { messageId: string },
  options: Attempt & { signal: AbortSignal },
): Promise<SendResult> {
  const result = await attempt({ ...options, timeoutMs }, (transport, signal) =>
    transport.sendMail({ ...mail, signal }),
  );
  return result.outcome === "delivered" ? { ...result, reference: mail.messageId } : result;
}

/** Connects and signs in, and sends no mail. */
export function tryMailServer(options: Attempt & { timeoutMs: number }): Promise<SendResult> {
  return attempt(options, (transport) => transport.verify());
}

async function attempt(
  options: Attempt & { timeoutMs: number; signal?: AbortSignal },
  use: (opened: ReturnType<typeof transport>, ending: AbortSignal) => Promise<unknown>,
): Promise<SendResult> {
  // COUNTERSIGN_URL may have changed since the settings were saved.
  if (options.server.security === "none" && !mayBePlain(options.server.host, options.config))
    return plainRefused;
  try {
    await withinTime(options, (ending) => use(transport(options, ending), ending));
    return { outcome: "delivered" };
  } catch (thrown) {
    return failedResult(thrown);
  }
}

function transport({ server, config, lookup, trusted }: Attempt, ending: AbortSignal) {
  const { host, port, security, userName, password } = server;
  return createTransport({
    ...{ host, port, secure: security === "tls", requireTLS: security === "starttls" },
    ignoreTLS: security === "none",
    // Set explicitly: NODE_TLS_REJECT_UNAUTHORIZED must not turn the verification off.
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2", ...(trusted && { ca: trusted }) },
    ...(userName !== null && { auth: { user: userName, pass: password ?? "" }, forceAuth: true }),
    // Not this machine's name, which reveals the inner network.
    name: new URL(config.origin).hostname,
    disableFileAccess: true,
    disableUrlAccess: true,
    getSocket: (_options, callback) => {
      openCheckedSocket({ host, port }, { config, lookup, signal: ending }).then(
        (connection) => callback(null, { connection }),
        (fault) => callback(fault),
      );
    },
  });
}

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
const plainRefused = pause("Email to another machine must be encrypted.");

const faultResults: Partial<Record<OutboundReason, SendResult>> = {
  refused_address: pause(faultWords("refused_address", server)),
  unresolvable: pause(faultWords("unresolvable", server)),
  timeout: pause(faultWords("timeout", server)),
  refused_connection: pause(faultWords("refused_connection", server)),
  tls: pause(untrusted),
  aborted: retry(faultWords("aborted", server), { pauses: false }),
};

/** A failed attempt in our words. A problem of server or settings pauses the server. */
function failedResult(thrown: unknown): SendResult {
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
