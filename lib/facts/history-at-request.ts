import type postgres from "postgres";
import { type Recalled, readHistory } from "#lib/policy/history/read-history";

/**
 * What was new to the agent when it made a past request: the recorded facts, and what another version
 * asks besides, as of the moment of the request. What people approved since changes nothing.
 */
export async function historyAtRequest(
  sql: postgres.ISql,
  { id, ...recalled }: Omit<Recalled, "recorded"> & { id: string },
): Promise<Record<string, boolean>> {
  const [row] = await sql<{ recorded: Record<string, boolean> | null }[]>`
    select facts -> 'isNew' as recorded from requests where id = ${id}`;
  const [isNew = {}] = await readHistory(sql, [{ ...recalled, recorded: row?.recorded ?? {} }]);
  return isNew;
}
