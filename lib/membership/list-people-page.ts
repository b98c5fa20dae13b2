import type postgres from "postgres";
import type { Database } from "#db/client";
import type { PersonStatus, Role } from "#db/schema/directory";
import { requireRole } from "#lib/sessions/require-role";
import type { Viewer } from "#lib/sessions/session";
import { realAgentIn } from "#lib/test-agents/conditions";
import { asciiLowerCase } from "#lib/text/email-address";

export interface PeopleFilter {
  /** When absent: every status except left. */
  status?: PersonStatus | undefined;
  role?: Role | undefined;
  /** Part of the name or email address, in any case. */
  search?: string | undefined;
  /** The page begins after the person with this ID. */
  after?: string | undefined;
}

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  status: PersonStatus;
  roles: Role[];
  isCalledInactive: boolean;
  hasUnconfirmedAddress: boolean;
  agentCount: number;
  /** When a passkey of the person was last used; null for never. */
  lastSeenAt: Date | null;
}

export interface PeoplePage {
  people: PersonRow[];
  /** The `after` of the next page; null on the last. */
  next: string | null;
}

const pageSize = 50;

/** A page of the people, by name, for admins and auditors, else `not_found`. */
export async function listPeoplePage(
  db: Database,
  { viewer, filter }: { viewer: Viewer; filter: PeopleFilter },
): Promise<PeoplePage> {
  requireRole(viewer, "admin", "auditor");
  const rows = await db.$client<RawRow[]>`${peoplePageQuery(db.$client, filter)}`;
  const people = rows.slice(0, pageSize).map(personRow);
  return { people, next: rows.length > pageSize ? (people.at(-1)?.id ?? null) : null };
}

/** First the page, from the index on the name; then the details of its rows. */
export function peoplePageQuery(sql: postgres.Sql, { status, role, search, after }: PeopleFilter) {
  return sql`
    with page as materialized (
      select p.id, p.name, p.email, p.status, p.roles, p.inactive_since is not null as "isCalledInactive",
        p.email_before is not null and p.email_given_at is not null as "hasUnconfirmedAddress"
      from people p
      where ${status ? sql`p.status = ${status}` : sql`p.status <> 'left'`}
        ${role ? sql`and ${role} = any(p.roles)` : sql``}
        ${search ? sql`and (strpos(lower(p.name), lower(${search})) > 0 or strpos(lower(p.email collate "C"), ${asciiLowerCase(search)}) > 0)` : sql``}
        ${after ? sql`and (p.name, p.id) > (select name, id from people where id = ${after})` : sql``}
      order by p.name, p.id limit ${pageSize + 1})
    select page.*,
      (select count(*)::int from agents a where a.owner_id = page.id and a.status <> 'revoked' and ${realAgentIn(sql, "a")}) as "agentCount",
      (select max(k.last_used_at) from passkeys k where k.person_id = page.id) as "lastSeenAt"
    from page order by page.name, page.id`;
}

interface RawRow extends Omit<PersonRow, "lastSeenAt"> {
  lastSeenAt: string | null;
}

function personRow({ lastSeenAt, ...row }: RawRow): PersonRow {
  return { ...row, lastSeenAt: lastSeenAt ? new Date(lastSeenAt) : null };
}
