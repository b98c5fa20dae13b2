import { type SQL, sql } from "drizzle-orm";
import type { Database } from "#db/client";
import { beginningsOf, nameWords } from "#db/name-words";

export interface FoundRule {
  id: string;
  title: string;
  isEnabled: boolean;
  /** The threshold of a tier's rule, and its action's title. */
  threshold: string | null;
  actionTitle: string | null;
}

type Row = Pick<FoundRule, keyof FoundRule>;

/** The live rules, by word beginnings of their title. Everyone reads the policy. */
export async function searchRules(
  db: Database,
  { text, most }: { text: string; most: number },
): Promise<FoundRule[]> {
  return db.execute<Row>(sql`
    ${liveRules()} and ${nameWords(sql`rule ->> 'title'`)} @@ ${beginningsOf(text)}
    order by title, id limit ${most}`);
}

/** The first rules of the live policy, by title. */
export async function listRules(db: Database, most: number): Promise<FoundRule[]> {
  return db.execute<Row>(sql`${liveRules()} order by title, id limit ${most}`);
}

/** The first tier of each threshold of the live policy, by title. */
export async function listFirstTiers(db: Database, most: number): Promise<FoundRule[]> {
  return db.execute<Row>(sql`
    select * from (
      ${liveRules(sql`distinct on (threshold)`)} and rule ->> 'threshold' is not null
      order by threshold, place) first_tiers
    order by title, id limit ${most}`);
}

/** The rules of the live version, for further conditions; `distinct` is `distinct on`, or nothing. */
function liveRules(distinct: SQL = sql``): SQL {
  return sql`
    select ${distinct} rule ->> 'id' as id, rule ->> 'title' as title, (rule ->> 'enabled')::boolean as "isEnabled",
      rule ->> 'threshold' as threshold, coalesce(t.title, rule #>> '{actions,0}') as "actionTitle"
    from policy_versions v cross join jsonb_array_elements(v.rules) with ordinality listed(rule, place)
      left join action_types t on t.type = rule #>> '{actions,0}'
    where v.version = (select version from policy_head)`;
}
