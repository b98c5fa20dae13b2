import type { KeyGiven } from "#components/agents/commands.ts";
import type { AgentProgress } from "../progress.ts";

/**
 * Whether the agent's machine has the key. The server stores a secret or public key from the start,
 * so that only a request proves delivery.
 */
export function isKeyDelivered(kind: KeyGiven["kind"], progress: AgentProgress | undefined): boolean {
  if (kind === "secret" || kind === "public") return progress?.request !== undefined;
  return progress?.hasKey ?? false;
}
