import { sql } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { announce } from "#lib/notices/announce";
import { activeApprover } from "#lib/people/active";
import { listAdminIds } from "#lib/people/admins";

/** Notifies the agents' owners of an uncertain execution; all admins if an owner isn't active. */
export async function announceUncertain(tx: Transaction, agentIds: string[], now: Date): Promise<void> {
  const owners = await tx.execute<{ id: string; isActive: boolean }>(sql`
    select distinct p.id, ${activeApprover("p")} as "isActive" from agents a join people p on p.id = a.owner_id
    where a.id = any(${sql.param(agentIds)}::text[])`);
  const active = owners.filter(({ isActive }) => isActive).map(({ id }) => id);
  const admins = active.length < owners.length ? await listAdminIds(tx) : [];
  await announce(tx, { kind: "execution_uncertain", to: [...active, ...admins], now });
}
