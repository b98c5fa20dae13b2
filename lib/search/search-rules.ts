import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { beginningsOf, nameWords } from "#db/name-words";

export interface FoundRule {
  id: string;
  title: string;
  isEnabled: boolean;
}

/** The rules of the live policy, by the beginnings of words of their title. Everyone reads the policy. */
export async function searchRules(
  db: Database,
  { text, most }: { text: string; most: number },
): Promise<FoundRule[]> {
  return db.execute<Pick<FoundRule, keyof FoundRule>>(sql`
    select rule ->> 'id' as id, rule ->> 'title' as title, (rule ->> 'enabled')::boolean as "isEnabled"
    from policy_versions v cross join jsonb_array_elements(v.rules) rule
    where v.version = (select version from policy_head) and ${nameWords(sql`rule ->> 'title'`)} @@ ${beginningsOf(text)}
    order by title, id limit ${most}`);
}
