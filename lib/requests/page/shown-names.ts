import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import type { Shown } from "#lib/descriptors/formats/format";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { activeApprover } from "#lib/people/active";
import { opensAgent, type RequestReader, readsEverything } from "../visible-requests.ts";

const isId = /^(?:per|agt)_[0-9a-z]{26}$/;
const mostNames = 100;

/**
 * The names of people and agents whose IDs rendered actions show, by ID, in one query. Renderings
 * have IDs alone, because a name may change after the approval. The agent chose the IDs, so only
 * names that the viewer finds elsewhere: agents whose page the viewer may open, and active
 * approvers; all people for admins and auditors.
 */
export async function shownNames(
  db: Database,
  viewer: RequestReader,
  ...renderings: Rendering[]
): Promise<Record<string, string>> {
  const ids = [...new Set(renderings.flatMap(shownIds))];
  if (ids.length === 0) return {};
  const rows = await db.execute<{ id: string; name: string }>(sql`
    select a.id, a.name from agents a where a.id = any(${sql.param(ids)}::text[]) and ${opensAgent(viewer)}
    union all
    select p.id, p.name from people p where p.id = any(${sql.param(ids)}::text[])
      and (${readsEverything(viewer)} or ${activeApprover("p")})`);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

function shownIds({ fields }: Rendering): string[] {
  return [...new Set(fields.flatMap(({ shown }) => idsIn(shown)))].slice(0, mostNames);
}

function idsIn(shown: Shown): string[] {
  if (shown.as === "list") return shown.items.flatMap(idsIn);
  if (shown.as === "table") return shown.rows.flat().flatMap((cell) => (cell ? idsIn(cell) : []));
  return shown.as === "value" && isId.test(shown.text) ? [shown.text] : [];
}
