import type { Database } from "#db/client";
import type { Config } from "#lib/config";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Channel } from "#lib/notifications/channels/channel";
import { type Lookup, lookupAll } from "#lib/outbound/address-check";
import { composeMail } from "./compose-mail.ts";
import { findMailReceiver, findMailServer } from "./mail-settings.ts";
import { findReader, listReaders } from "./readers.ts";
import { sendMail } from "./send-mail.ts";

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
  const { db, secret, config, lookup = lookupAll, trusted } = options;
  return {
    id: "mail",
    limits: { together: 4, perReceiver: 4 },
    canUpdate: false,
    async destinationsOf(tx, personIds) {
      const receiver = await findMailReceiver(tx);
      if (receiver === undefined) return [];
      // By person, so that a changed address is the address that gets the mail.
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
      const reader = await findReader(db, message.destination);
      if (!reader)
        return { outcome: "gone", reason: "The person isn't active, or their email isn't confirmed." };
      const mail = composeMail(message, { server, reader, origin: config.origin });
      return sendMail(mail, { server, config, lookup, trusted, signal });
    },
  };
}
