import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import type { KeyGiven } from "#components/agents/commands.ts";
import { type KindId, kinds } from "#components/agents/connect/kinds.ts";
import { enrollStep } from "#components/agents/connect/shared-steps.ts";
import type { Step } from "#components/agents/connect/step.ts";
import { hookClients } from "#lib/boundary/hooks/action-of-hook";
import type { Way } from "#lib/requests/find-first-call";

/** The kinds whose calls are told apart from other calls with the same credential. */
const ways = [...hookClients, "mcp", "http"] as const satisfies readonly Way[];

/** Whose first call the steps wait for, as a browser sends it back. */
export const awaited = z.strictObject({
  agentId: idField("agt"),
  /** A key, a workload identity or the hash of a code (`giveKey`). */
  credential: z.string().max(100),
  /** The one client whose hook has to check and call with the token, or the one kind of boundary. */
  through: z.enum(ways).optional(),
  since: z.iso.datetime(),
});

type Awaited = z.output<typeof awaited>;

/** An agent that just got a credential, and what is left to do on its machine. */
export interface Connected {
  agent: { id: string; name: string };
  awaits: Awaited;
  steps: Step[];
  /** The name of the person who approves, unless the viewer can. */
  approver?: string | undefined;
}

/** The steps of a kind, or only that of the key, with everything filled in. */
export function connected(
  agent: Connected["agent"],
  of: { credential: string; given: KeyGiven; connects?: KindId | undefined; replaces?: boolean; since: Date },
): Connected {
  const { config, downloads } = runtime();
  const { credential, given, connects, replaces = false, since } = of;
  const files = downloads.map(({ name, sha256 }) => ({ name, sha256 }));
  const server = { origin: config.origin, holdSeconds: config.hookHoldSeconds, files };
  const place = { ...server, agent, given, replaces };
  const steps = connects ? kinds[connects].steps(place) : [enrollStep(place)];
  const through = ways.find((name) => name === connects);
  return { agent, awaits: { agentId: agent.id, credential, through, since: since.toISOString() }, steps };
}
