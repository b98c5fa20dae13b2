import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/** Credentials that outlast their admin: their end would stop leavers' removal. */
export type LastingCredentialKind = "scim_token" | "event_source";

/** Live tokens and sources, as a table with `responsible_admin_id` and `has_responsible_admin`. */
export function lastingCredentials(now: Date): SQL {
  return sql`(
    select l.*, ${activeAdmin("p")} as has_responsible_admin from (
      select 'scim_token' as kind, id, name, responsible_admin as responsible_admin_id from scim_tokens
        where revoked_at is null and expires_at > ${now.toISOString()}
      union all
      select 'event_source', id, name, responsible_admin from event_sources where revoked_at is null
    ) l join people p on p.id = l.responsible_admin_id)`;
}

/** The person responsible for a token or source. `isAdmin`: an active admin, as required. */
export interface ResponsibleAdmin {
  id: string;
  name: string;
  isAdmin: boolean;
}

/** A {@link ResponsibleAdmin}, of the row of `people` that is joined by `responsible_admin_id`. */
export const responsibleAdminColumns = {
  id: people.id,
  name: people.name,
  isAdmin: activeAdmin(people),
};
