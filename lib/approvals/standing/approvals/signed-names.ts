import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { StandingStatement } from "./statement.ts";

/** The names of a statement's agent and owner. The caller has checked that the viewer can sign it. */
export async function signedNames(
  db: Database,
  { agent, owner }: Pick<StandingStatement, "agent" | "owner">,
): Promise<{ agent: string; owner: string }> {
  const [names] = await db.execute<Record<"agent" | "owner", string>>(sql`
    select a.name as agent, p.name as owner from agents a, people p where a.id = ${agent} and p.id = ${owner}`);
  return names ?? { agent, owner };
}
