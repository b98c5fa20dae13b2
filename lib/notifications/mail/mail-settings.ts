import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#db/client";
import { columnsOf } from "#db/columns-of";
import { mailSettings } from "#db/schema/mail";
import { type MasterSecret, seal, unseal } from "#lib/crypto/seal";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import type { MailSettings } from "./settings-fields.ts";

const named = ["host", "port", "security", "userName", "fromAddress", "fromName"] as const;
const settingsColumns = columnsOf(mailSettings, ...named);

/** The mail server for an admin, without the password. */
export type MailView = NonNullable<Awaited<ReturnType<typeof findMailView>>>;

/** The mail server, if any, for admins. @throws {CountersignError} `not_found` */
export async function findMailView(db: Database, { viewer }: { viewer: Viewer }) {
  requireRole(viewer, "admin");
  const { changedBy, changedAt } = mailSettings;
  const [row] = await db.select({ settings: settingsColumns, changedBy, changedAt }).from(mailSettings);
  return row;
}

/** The server for limits and pauses. At most 200 characters. */
export async function findMailReceiver(db: Database | Transaction): Promise<string | undefined> {
  const [row] = await db.select({ host: mailSettings.host, port: mailSettings.port }).from(mailSettings);
  return row && `${row.host.slice(-190)}:${row.port}`;
}

/** The mail server with the clear password, for one connection. */
export interface MailServer extends MailSettings {
  password: string | null;
}

/** undefined: no one gets email. */
export async function findMailServer(db: Database, secret: MasterSecret): Promise<MailServer | undefined> {
  const { passwordSealed } = mailSettings;
  const [row] = await db.select({ ...settingsColumns, passwordSealed }).from(mailSettings);
  if (!row) return undefined;
  const { passwordSealed: sealed, ...settings } = row;
  return { ...settings, password: sealed && openPassword(secret, sealed) };
}

/** The row, locked until the caller's transaction ends. */
export async function lockMailSettings(tx: Transaction) {
  const { passwordSealed } = mailSettings;
  const [row] = await tx
    .select({ settings: settingsColumns, passwordSealed })
    .from(mailSettings)
    .where(eq(mailSettings.id, 1))
    .for("update");
  return row;
}

const owner = "mail_settings";

/** The password for storage, in the settings or in a proposed change. */
export function sealPassword(secret: MasterSecret, password: string): Uint8Array {
  return seal(secret, "mail-password", owner, Buffer.from(password));
}

function openPassword(secret: MasterSecret, sealed: Uint8Array): string {
  return Buffer.from(unseal(secret, "mail-password", owner, sealed)).toString();
}
