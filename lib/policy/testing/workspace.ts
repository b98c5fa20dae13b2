import type { Database } from "#db/client";
import { people, type Role } from "#db/schema/directory";
import type { PolicyAsk } from "#lib/policy/engine/context";
import { evaluateVersion } from "#lib/policy/engine/evaluate";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import type { Verdict } from "#lib/policy/engine/verdict";
import { seedPolicy } from "#lib/publishing/seed";
import type { Viewer } from "#lib/sessions/session";

export const now = new Date("2026-05-01T12:00:00Z");

/** Publishes version 1; there is one admin, `actor("admin")`. */
export async function startPolicy(db: Database): Promise<void> {
  await putPerson(db, actor("admin"));
  await db.transaction((tx) => seedPolicy(tx, now));
}

/** Adds an active person to the directory. */
export async function putPerson(db: Database, { personId: id, name, email, roles }: Viewer): Promise<void> {
  await db.insert(people).values({ id, name, email, roles: [...roles], status: "active", createdAt: now });
}

/** The live version's verdict on an ask. */
export async function judgeInForce(db: Database, ask: PolicyAsk): Promise<Verdict> {
  return evaluateVersion(await loadPolicy(db, await currentPolicyVersion(db)), ask, now);
}

/** A viewer with one role. */
export function actor(role: Role): Viewer {
  return {
    personId: `per_${role}`,
    name: role,
    email: `${role}@example.test`,
    roles: [role],
    sessionHash: "",
  };
}

/** The bodies of all audit events of a type, oldest first. */
export async function auditEvents(db: Database, type: string): Promise<unknown[]> {
  const rows = await db.$client<
    { body: Uint8Array }[]
  >`select body from audit_events where type = ${type} order by id`;
  return rows.map(({ body }) => JSON.parse(new TextDecoder().decode(body)));
}
