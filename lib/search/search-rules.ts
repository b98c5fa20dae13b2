import { sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { beginningsOf, nameWords } from "#db/name-words";

export interface FoundRule {
  id: string;
  title: string;
  isEnabled: boolean;
  /** The threshold whose tier the rule is, and what people call its action. */
  threshold: string | null;
  actionTitle: string | null;
}

/** The rules of the live policy, by the beginnings of words of their title. Everyone reads the policy. */
export async function searchRules(
  db: Database,
  { text, most }: { text: string; most: number },
): Promise<FoundRule[]> {
  return db.execute<Pick<FoundRule, keyof FoundRule>>(sql`
    select rule ->> 'id' as id, rule ->> 'title' as title, (rule ->> 'enabled')::boolean as "isEnabled",
      rule ->> 'ladder' as threshold, coalesce(t.title, rule #>> '{actions,0}') as "actionTitle"
    from policy_versions v cross join jsonb_array_elements(v.rules) rule
      left join action_types t on t.type = rule #>> '{actions,0}'
    where v.version = (select version from policy_head) and ${nameWords(sql`rule ->> 'title'`)} @@ ${beginningsOf(text)}
    order by 2, 1 limit ${most}`);
}
