import type { Database } from "#db/client";
import { mailSettings } from "#db/schema/mail";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Message, SendResult } from "#lib/notifications/channels/channel";
import { type MailChannelOptions, openMailChannel } from "#lib/notifications/mail/mail-channel";
import { sealPassword } from "#lib/notifications/mail/mail-settings";
import { TestWorkspace } from "#lib/testing/workspace";
import { certificate } from "./certificate.ts";

export const now = new Date("2026-11-24T12:00:00Z");
const secret = "a secret for tests only, long enough" as MasterSecret;

/** A Countersign on this machine, which may send to servers on this machine. */
export const onLoopback = { origin: "http://localhost:3000", outboundPrivateHosts: [] };

export const message: Message = {
  ...{ id: "dlv_one", kind: "request_pending", destination: "", topic: "req_1", attempt: 1 },
  ...{ title: "Approval needed", body: "Refund bot needs an approval.", details: undefined },
  ...{ url: "http://localhost:3000/requests/req_1", link: "Open request", urgency: "high" },
  ...{ isSilent: false, expiresAt: undefined, person: undefined, pendingCount: 1, reference: undefined },
  event: { id: "evt_1", kind: "request_pending", at: now, agent: undefined, request: undefined },
};

/** A workspace with a person who gets email. `send` makes one attempt. */
export async function openMailWorkspace() {
  const { db, ...workspace } = await TestWorkspace.open();
  const ada = await new TestWorkspace(db, workspace.clock).person("Ada Admin", ["admin", "approver"]);
  const send = (
    changes: Partial<Message> = {},
    options: Partial<MailChannelOptions> & { signal?: AbortSignal } = {},
  ): Promise<SendResult> => {
    const { signal = new AbortController().signal, ...more } = options;
    const channel = openMailChannel({ db, secret, config: onLoopback, trusted: [certificate], ...more });
    return channel.send({ ...message, destination: ada.personId, ...changes }, signal);
  };
  return { db, ada, send, setServer: (server: Partial<Server>) => setServer(db, ada.personId, server) };
}

type Server = typeof mailSettings.$inferInsert & { password: string };

/** Saves the settings of a mail server, without a passkey. */
async function setServer(db: Database, personId: string, { password, ...server }: Partial<Server>) {
  const values = {
    ...{ host: "localhost", port: 587, security: "starttls" as const, userName: null },
    ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
    ...{ changedBy: personId, changedAt: now },
    passwordSealed: password === undefined ? null : sealPassword(secret, password),
    ...server,
  };
  await db.delete(mailSettings);
  await db.insert(mailSettings).values(values);
}
