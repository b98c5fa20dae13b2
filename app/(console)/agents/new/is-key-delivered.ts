import type { KeyGiven } from "#components/agents/commands.ts";
import type { AgentProgress } from "../progress.ts";

/**
 * Whether the agent's machine has its key. The server has a secret and a public key from the start:
 * only a request shows that the machine has them.
 */
export function isKeyDelivered(kind: KeyGiven["kind"], progress: AgentProgress | undefined): boolean {
  if (kind === "secret" || kind === "public") return progress?.request !== undefined;
  return progress?.hasKey ?? false;
}
