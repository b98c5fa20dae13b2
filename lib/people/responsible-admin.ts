import { type SQL, sql } from "drizzle-orm";
import { people } from "#db/schema/directory";
import { activeAdmin } from "./active.ts";

/**
 * Tokens and sources that continue when the responsible admin leaves: ending them would stop the
 * removal of leavers' access. See docs/offboarding.md.
 */
export type LastingKind = "scim_token" | "transmitter";

/**
 * Every token or source in use at a moment, as a table: `kind`, `id`, `name`, `answered_by`, and
 * `is_answered`, whether that person is an active admin.
 */
export function lastingThings(now: Date): SQL {
  return sql`(
    select l.*, ${activeAdmin("p")} as is_answered from (
      select 'scim_token' as kind, id, name, answered_by from scim_tokens
        where revoked_at is null and expires_at > ${now.toISOString()}
      union all
      select 'transmitter', id, name, answered_by from signal_transmitters where revoked_at is null
    ) l join people p on p.id = l.answered_by)`;
}

/**
 * The person responsible for a token or source that continues after the person leaves. `isAdmin`:
 * the person is an active admin, as a responsible admin has to be.
 */
export interface ResponsibleAdmin {
  id: string;
  name: string;
  isAdmin: boolean;
}

/** An {@link ResponsibleAdmin}, of the row of `people` that is joined by `answered_by`. */
export const responsibleAdminColumns = {
  id: people.id,
  name: people.name,
  isAdmin: activeAdmin(people),
};
