import { eq } from "drizzle-orm";
import type { Database } from "#db/client";
import { people } from "#db/schema/directory";
import { requestEdits } from "#db/schema/requests";
import type { Action } from "#lib/policy/language/action";

/** How an approver edited a request. */
export interface EditView {
  by: { id: string; name: string };
  at: Date;
  /** What the agent asked for: untrusted. */
  asked: Action;
}

/** A request's edit. The caller checks access. */
export async function findEdit(db: Database, requestId: string): Promise<EditView | undefined> {
  const [row] = await db
    .select({
      by: { id: people.id, name: people.name },
      at: requestEdits.editedAt,
      asked: requestEdits.askedAction,
    })
    .from(requestEdits)
    .innerJoin(people, eq(people.id, requestEdits.editedBy))
    .where(eq(requestEdits.requestId, requestId));
  return row && { ...row, asked: JSON.parse(row.asked) as Action };
}
