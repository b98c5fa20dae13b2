import { edgeName } from "#components/boundaries/source-words.ts";
import type { BadgeVariant } from "#components/ui/badge";
import type { AgentKeyView } from "#lib/agents/find-agent";

/** Whether a key or hook token works, as a badge, and its use. */
export interface KeyState {
  badge: string;
  variant: BadgeVariant;
  hint: string;
}

/** A hook token is active after its first decided call: settings don't prove that the hook runs. */
export function keyState(key: AgentKeyView, now: Date): KeyState {
  const ended = key.revokedAt ? "Revoked" : key.expiresAt <= now ? "Expired" : undefined;
  const hint = hintOf(key, ended !== undefined);
  if (ended) return { badge: ended, variant: ended === "Revoked" ? "default" : "warning", hint };
  if (key.algorithm === "bearer" && !key.firstCallAt)
    return { badge: "Not seen yet", variant: "warning", hint };
  return { badge: "Active", variant: "success", hint };
}

function hintOf({ algorithm, edge, firstCallAt }: AgentKeyView, hasEnded: boolean): string {
  if (algorithm !== "bearer") return "Bearer grants: not bound to this key";
  const unused = hasEnded ? "Never used" : "Waiting for its first call";
  const use = firstCallAt ? "Can ask, and can't sign" : unused;
  return edge === null ? use : `${edgeName(edge)} · ${use}`;
}
