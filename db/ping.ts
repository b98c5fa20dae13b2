import { sql } from "drizzle-orm";
import type { Database } from "./client.ts";

/** Whether the database answers within `patienceMilliseconds`. Never throws. */
export async function isAnswering(db: Database, patienceMilliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patienceMilliseconds, false);
  });
  const answer = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  const isUp = await Promise.race([answer, tooLate]);
  clearTimeout(timer);
  return isUp;
}
