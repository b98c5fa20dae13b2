import { runtime } from "#app/runtime/runtime";
import type { KeyGiven } from "#components/agents/commands.ts";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { addPublicKey, issueHookToken, issueSecretKey } from "#lib/agents/keys/add-key";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";
import type { Viewer } from "#lib/sessions/session";
import { type AddedKeyFields, subjectOf } from "./key-fields.ts";

/** Gives an agent the requested kind of key. The verbs check the actor's permission. */
export async function giveKey(actor: Viewer, agentId: string, key: AddedKeyFields): Promise<KeyGiven> {
  const { db, secret: masterSecret, clock, config } = runtime();
  const now = clock();
  if (key.keyKind === "workload") {
    const { keyKind: _, audience = `${config.origin}/agents/${agentId}`, ...fields } = key;
    await addWorkloadIdentity(db, { ...fields, audience, actor, agentId, config, now });
    return { kind: "workload" };
  }
  const { expiresInDays } = key;
  if (key.keyKind === "code") {
    const { code, expiresAt } = await issueEnrollmentCode(db, { actor, agentId, now });
    return { kind: "code", code, expiresAt: expiresAt.toISOString() };
  }
  if (key.keyKind === "public") {
    await addPublicKey(db, { actor, agentId, publicKey: key.publicKey, expiresInDays, now });
    return { kind: "public" };
  }
  if (key.keyKind === "token") {
    const { token, expiresAt } = await issueHookToken(db, {
      ...{ actor, agentId, expiresInDays, subject: subjectOf(key.subject), now },
    });
    return { kind: "token", token, expiresAt: expiresAt.toISOString() };
  }
  const issued = await issueSecretKey(db, { actor, agentId, expiresInDays, masterSecret, now });
  return { kind: "secret", secret: issued.secret, expiresAt: issued.expiresAt.toISOString() };
}
