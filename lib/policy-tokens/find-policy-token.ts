import type { Database } from "#db/client";
import type { Role } from "#db/schema/directory";
import type { Viewer } from "#lib/auth/session";
import { tokenHash } from "#lib/digest";

/** A token that is good, and in whose name it is used. */
export interface PolicyTokenUse {
  tokenId: string;
  viewer: Viewer;
}

interface Row {
  tokenId: string;
  personId: string;
  name: string;
  email: string;
  roles: Role[];
}

/**
 * The admin in whose name a token is used, noting the use. Undefined when it is unknown, over or revoked, or when its person is no active
 * admin: that is looked up every time, so that a token is good for not a moment longer than its admin's standing.
 */
export async function findPolicyToken(
  db: Database,
  token: string,
  now: Date,
): Promise<PolicyTokenUse | undefined> {
  const at = now.toISOString();
  const [row] = await db.$client<Row[]>`
    update policy_tokens as t set last_used_at = ${at} from people as p
    where t.token_hash = ${tokenHash(token)} and t.revoked_at is null and t.expires_at > ${at}
      and p.id = t.person_id and p.status = 'active' and 'admin' = any(p.roles)
    returning t.id as "tokenId", p.id as "personId", p.name, p.email, p.roles`;
  if (!row) return undefined;
  const { tokenId, ...person } = row;
  return { tokenId, viewer: { ...person, sessionHash: "" } };
}
