import { runtime } from "#app/runtime/runtime";
import type { KeyGiven } from "#components/agents/commands.ts";
import type { Database, Transaction } from "#db/client";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { addPublicKey, issueHookToken, issueSecretKey } from "#lib/agents/keys/add-key";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import type { Viewer } from "#lib/sessions/session";
import { type AddedKeyFields, subjectOf } from "./key-fields.ts";

/**
 * Gives an agent the requested kind of key. The verbs check the actor's permission.
 * `credential`: the ID of the key or workload identity, or the hash of the code.
 */
export async function giveKey(
  db: Database | Transaction,
  actor: Viewer,
  agentId: string,
  key: AddedKeyFields,
): Promise<{ credential: string; given: KeyGiven }> {
  const { secret: masterSecret, clock, config } = runtime();
  const now = clock();
  if (key.keyKind === "workload") {
    const { keyKind: _, audience = `${config.origin}/agents/${agentId}`, ...fields } = key;
    const added = await addWorkloadIdentity(db, { ...fields, audience, actor, agentId, config, now });
    return { credential: added.identityId, given: { kind: "workload", issuer: key.issuer, audience } };
  }
  const { expiresInDays } = key;
  if (key.keyKind === "code") {
    const { code, codeHash, expiresAt } = await issueEnrollmentCode(db, { actor, agentId, now });
    return { credential: codeHash, given: { kind: "code", code, expiresAt: expiresAt.toISOString() } };
  }
  if (key.keyKind === "public") {
    const { publicKey } = key;
    const added = await addPublicKey(db, { actor, agentId, publicKey, expiresInDays, now });
    return { credential: added.keyId, given: { kind: "public" } };
  }
  if (key.keyKind === "token") {
    const { keyId, token, expiresAt } = await issueHookToken(db, {
      ...{ actor, agentId, expiresInDays, subject: subjectOf(key.subject), now },
    });
    return { credential: keyId, given: { kind: "token", token, expiresAt: expiresAt.toISOString() } };
  }
  const issue = { actor, agentId, expiresInDays, masterSecret, now };
  const { keyId, secret, expiresAt } = await issueSecretKey(db, issue);
  return { credential: keyId, given: { kind: "secret", secret, expiresAt: expiresAt.toISOString() } };
}
