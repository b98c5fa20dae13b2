import { and, inArray } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { people } from "#db/schema/directory";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import type { Channel } from "#lib/notifications/channels/channel";
import { findEmailReader, hasConfirmedEmail, noEmailReader } from "#lib/notifications/channels/email-reader";
import { type Lookup, openLookup } from "#lib/outbound/look-up";
import { composeMail } from "./compose-mail.ts";
import { findMailReceiver, findMailServer } from "./mail-settings.ts";
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

async function listReaders(db: Database | Transaction, personIds: string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .select({ id: people.id })
    .from(people)
    .where(and(inArray(people.id, personIds), hasConfirmedEmail));
  return rows.map(({ id }) => id);
}
