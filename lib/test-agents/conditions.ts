import { type AnyColumn, sql as fragment, type SQL } from "drizzle-orm";
import type postgres from "postgres";

// Test agents and their requests count nowhere. The edge marks test requests: only the server sets
// it, and indexes compare it without the agents' rows.

/** The condition of an agent that is no test agent. */
export function realAgent(agent: string | { isTest: AnyColumn }): SQL<boolean> {
  const isTest = typeof agent === "string" ? fragment`${fragment.identifier(agent)}.is_test` : agent.isTest;
  return fragment`(not ${isTest})`;
}

/** {@link realAgent} in a statement of postgres.js. */
export function realAgentIn(sql: postgres.ISql, alias: string) {
  return sql`(not ${sql(alias)}.is_test)`;
}

/** {@link realAgent} of the alias `a`, for a query that a report shows. */
export const realAgentText = "not a.is_test";

/** The condition of a request that is no test request. */
export function realRequest(alias: string): SQL<boolean> {
  return fragment`(${fragment.identifier(alias)}.edge is distinct from 'test')`;
}

/** {@link realRequest} in a statement of postgres.js. */
export function realRequestIn(sql: postgres.ISql, alias: string) {
  return sql`(${sql(alias)}.edge is distinct from 'test')`;
}

/** {@link realRequest} of the alias `r`, for a query that a report shows. */
export const realRequestText = "r.edge is distinct from 'test'";

/** Test agents' IDs, to subtract from counts by an index alone. */
export const testAgentIds = "array(select id from agents where is_test)";
