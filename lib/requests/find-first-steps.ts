import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { activeAdmin } from "#lib/people/active";
import type { Viewer } from "#lib/sessions/session";
import { realAgent, realRequest } from "#lib/test-agents/conditions";

const firstSteps = ["agent", "request", "approval", "passkey", "admin", "phone"] as const;
/** A step of a new workspace, for an admin, or of a new approver. */
export type FirstStep = (typeof firstSteps)[number];

export interface FirstSteps {
  steps: { step: FirstStep; isDone: boolean }[];
  /** Agents offered to the person, and the names of the person's groups: at most five. */
  offers: number;
  groups: string[];
}

const ofApprovers: FirstStep[] = ["passkey", "phone"];
const mostGroups = 5;

/** A person's first steps; undefined for a person who neither manages nor approves. */
export async function findFirstSteps(
  db: Database,
  { viewer, now }: { viewer: Viewer; now: Date },
): Promise<FirstSteps | undefined> {
  const { roles, personId } = viewer;
  const steps = roles.includes("admin")
    ? firstSteps.filter((step) => step !== "approval" || roles.includes("approver"))
    : roles.includes("approver")
      ? ofApprovers
      : [];
  if (steps.length === 0) return undefined;
  const done = doneOf(personId);
  const [row] = await db.execute<Record<FirstStep, boolean> & { offers: number; groups: string[] }>(sql`
    select ${sql.join(
      steps.map((step) => sql`${done[step]} as ${sql.identifier(step)}`),
      sql`, `,
    )},
      (select count(*)::int from ownership_offers
        where to_person_id = ${personId} and state = 'open' and expires_at > ${now.toISOString()}) as offers,
      array(select g.name from group_members m join groups g on g.id = m.group_id
        where m.person_id = ${personId} order by g.name limit ${mostGroups}) as groups`);
  if (!row) return undefined;
  return {
    steps: steps.map((step) => ({ step, isDone: row[step] })),
    offers: row.offers,
    groups: row.groups,
  };
}

// Each stops at the first row it finds.
function doneOf(personId: string): Record<FirstStep, SQL> {
  return {
    agent: sql`exists (select from agents a where ${realAgent("a")})`,
    request: sql`exists (select from requests r where ${realRequest("r")})`,
    approval: sql`exists (select from approvals where person_id = ${personId} and decision = 'approve')`,
    passkey: sql`(select count(*) >= 2 from (select from passkeys where person_id = ${personId} limit 2) two)`,
    admin: sql`exists (select from people p where p.id <> ${personId} and ${activeAdmin("p")})`,
    phone: sql`exists (select from push_subscriptions where person_id = ${personId})`,
  };
}
