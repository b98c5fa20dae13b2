import type { Kind } from "#components/agents/connect/kinds.ts";
import type { AgentDetails } from "#lib/agents/find-agent";

/** What was shown once, still works, and may be lost. */
export type Earlier = "token" | "secret" | "code" | undefined;

/** An earlier credential of the kind, unless a call with it was seen. A secret's calls aren't told apart. */
export function earlierCredential(
  { keys, openCodeExpiresAt }: Pick<AgentDetails, "keys" | "openCodeExpiresAt">,
  { credential, now }: { credential: Kind["credential"]; now: Date },
): Earlier {
  const usable = keys.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  if (credential === "token")
    return usable.some((key) => key.algorithm === "bearer" && !key.firstCallAt) ? "token" : undefined;
  if (credential === "workload") return undefined;
  if (openCodeExpiresAt) return "code";
  return usable.some(({ algorithm }) => algorithm === "hmac-sha256") ? "secret" : undefined;
}
