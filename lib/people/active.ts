import { type AnyColumn, sql as fragment, type SQL } from "drizzle-orm";
import type postgres from "postgres";

/** The row of a person: the table, or its alias in the statement. */
type PersonRow = string | { status: AnyColumn; roles: AnyColumn };

/** The condition of an active approver, who may own agents, approve, and be a delegate. */
export function activeApprover(person: PersonRow): SQL<boolean> {
  const { status, roles } = columnsOf(person);
  return fragment`(${status} = 'active' and 'approver' = any(${roles}))`;
}

/** The condition of an active admin. */
export function activeAdmin(person: PersonRow): SQL<boolean> {
  return fragment`(${columnsOf(person).status} = 'active' and ${adminOfAnyStatus(person)})`;
}

/** The condition of the Admin role, also for a suspended person. */
export function adminOfAnyStatus(person: PersonRow): SQL<boolean> {
  return fragment`'admin' = any(${columnsOf(person).roles})`;
}

function columnsOf(person: PersonRow) {
  if (typeof person !== "string") return person;
  const alias = fragment.identifier(person);
  return { status: fragment`${alias}.status`, roles: fragment`${alias}.roles` };
}

// For postgres.js. Only the alias varies, so that a prepared statement keeps one text.

/** {@link activeApprover} in a statement of postgres.js. */
export function activeApproverIn(sql: postgres.ISql, alias: string) {
  return sql`(${sql(alias)}.status = 'active' and 'approver' = any(${sql(alias)}.roles))`;
}

/** {@link activeAdmin} in a statement of postgres.js. */
export function activeAdminIn(sql: postgres.ISql, alias: string) {
  return sql`(${sql(alias)}.status = 'active' and 'admin' = any(${sql(alias)}.roles))`;
}

/** {@link activeApprover} of the alias `p`, for a query that a report shows. */
export const activeApproverText = "p.status = 'active' and 'approver' = any(p.roles)";
