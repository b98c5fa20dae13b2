import { inArray } from "drizzle-orm";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import type { Shown } from "#lib/descriptors/formats/format.mjs";
import type { Rendering } from "#lib/descriptors/render/rendering.mjs";
import { personNames } from "#lib/people/person-names";

const isId = /^(?:per|agt)_[0-9a-z]{26}$/;
const mostNames = 100;

/**
 * The names of the people and agents whose IDs a rendered action shows, by ID. A rendering has IDs
 * alone, because a name may change after the approval: pages show the names next to them.
 */
export async function shownNames(db: Database, { fields }: Rendering): Promise<Record<string, string>> {
  const ids = [...new Set(fields.flatMap(({ shown }) => idsIn(shown)))].slice(0, mostNames);
  if (ids.length === 0) return {};
  const named = await db
    .select({ id: agents.id, name: agents.name })
    .from(agents)
    .where(inArray(agents.id, ids));
  const people = await personNames(db, ids);
  return Object.fromEntries([...named.map(({ id, name }) => [id, name] as const), ...people]);
}

function idsIn(shown: Shown): string[] {
  if (shown.as === "list") return shown.items.flatMap(idsIn);
  if (shown.as === "table") return shown.rows.flat().flatMap((cell) => (cell ? idsIn(cell) : []));
  return shown.as === "value" && isId.test(shown.text) ? [shown.text] : [];
}
