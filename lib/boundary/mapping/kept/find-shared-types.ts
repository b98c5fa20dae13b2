import type { Database } from "#db/client";

export interface SharedTypes {
  boundary: string;
  types: string[];
}

/** Where live mappings share a type: policy decides alike at any boundary. */
export async function findSharedTypes(
  db: Database,
  { boundaryId, text }: { boundaryId: string; text: string },
): Promise<SharedTypes[]> {
  return db.$client<SharedTypes[]>`
    select b.name as boundary, array_agg(distinct rule ->> 'type' order by rule ->> 'type') as types
    from boundaries b
      cross join lateral (
        select document::jsonb from boundary_mappings
        where boundary_id = b.id order by version desc limit 1
      ) live
      cross join lateral jsonb_array_elements(live.document -> 'rules') rule
    where b.revoked_at is null and b.id <> ${boundaryId} and jsonb_typeof(live.document) = 'object'
      and exists (
        select from jsonb_array_elements(${text}::jsonb -> 'rules') own where own -> 'type' = rule -> 'type'
      )
    group by b.id order by b.name, b.id`;
}
