import { createTransport, type SendMailOptions } from "nodemailer";
import type { Config } from "#lib/kernel/config";
import type { SendResult } from "#lib/notifications/channels/channel";
import { openCheckedSocket } from "#lib/outbound/checked-socket";
import type { Lookup } from "#lib/outbound/look-up";
import { withinTime } from "#lib/outbound/within-time";
import { failedResult, plainRefused } from "./failed-result.ts";
import type { MailServer } from "./mail-settings.ts";
import { mayBePlain } from "./settings-fields.ts";

/** For a whole attempt. The dispatcher's limit is 20 seconds. */
const timeoutMs = 18_000;

/**
 * One attempt to hand a mail over. A server without verified encryption gets neither password nor
 * mail.
 */
export async function sendMail(
  mail: SendMailOptions & { messageId: string },
  options: {
    server: MailServer;
    config: Pick<Config, "origin" | "outboundPrivateHosts">;
    lookup: Lookup;
    trusted: string[] | undefined;
    signal: AbortSignal;
  },
): Promise<SendResult> {
  // COUNTERSIGN_URL may have changed since the settings were saved.
  if (options.server.security === "none" && !mayBePlain(options.server.host, options.config))
    return plainRefused;
  try {
    await withinTime({ timeoutMs, signal: options.signal }, (ending) =>
      transport(options, ending).sendMail({ ...mail, signal: ending }),
    );
    return { outcome: "delivered", reference: mail.messageId };
  } catch (thrown) {
    return failedResult(thrown);
  }
}

function transport({ server, config, lookup, trusted }: Parameters<typeof sendMail>[1], ending: AbortSignal) {
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
