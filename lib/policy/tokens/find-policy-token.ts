import type { Database } from "#db/client";
import { tokenHash } from "#lib/kernel/digest";
import { activeAdminIn } from "#lib/people/active";
import type { Viewer } from "#lib/sessions/session";

export interface PolicyTokenUse {
  tokenId: string;
  viewer: Viewer;
}

type Row = { tokenId: string } & Pick<Viewer, "personId" | "name" | "email" | "roles">;

/** The admin of a usable token, recording the use. The role is looked up: no token outlives the role. */
export async function findPolicyToken(
  db: Database,
  token: string,
  now: Date,
): Promise<PolicyTokenUse | undefined> {
  const at = now.toISOString();
  const sql = db.$client;
  const [row] = await sql<Row[]>`
    update policy_tokens as t set last_used_at = ${at} from people as p
    where t.token_hash = ${tokenHash(token)} and t.revoked_at is null and t.expires_at > ${at}
      and p.id = t.person_id and ${activeAdminIn(sql, "p")}
    returning t.id as "tokenId", p.id as "personId", p.name, p.email, p.roles`;
  if (!row) return undefined;
  const { tokenId, ...person } = row;
  return { tokenId, viewer: { ...person, sessionHash: "" } };
}
