import type postgres from "postgres";
import { keyOfHistory } from "#lib/policy/engine/context";
import { type Recalled, readHistory } from "#lib/policy/history/read-history";

/**
 * What was new to the agent when it made a past request: the recorded facts, and what another version
 * asks besides, as of the moment of the request. What people approved since changes nothing.
 */
export async function historyAtRequest(
  sql: postgres.ISql,
  recalled: Recalled & { id: string },
): Promise<Record<string, boolean>> {
  const [row] = await sql<{ recorded: Record<string, boolean> | null }[]>`
    select facts -> 'isNew' as recorded from requests where id = ${recalled.id}`;
  const recorded = row?.recorded ?? {};
  const histories = recalled.histories.filter(
    (history) => !((keyOfHistory(history, recalled.action) ?? "") in recorded),
  );
  const [read] = await readHistory(sql, [{ ...recalled, histories }]);
  return { ...read, ...recorded };
}
