import { runtime } from "#app/runtime/runtime";
import type { KeyGiven } from "#components/agents/commands.ts";
import { type KindId, kinds } from "#components/agents/connect/kinds.ts";
import { enrollStep } from "#components/agents/connect/shared-steps.ts";
import type { Step } from "#components/agents/connect/step.ts";

/** An agent that just got a credential, and what is left to do on its machine. */
export interface Connected {
  agent: { id: string; name: string };
  /** Only keys from this time on and their calls count. */
  since: string;
  steps: Step[];
  /** The name of the person who approves, unless the viewer can. */
  approver?: string | undefined;
}

/** The steps of a kind, or only that of the key, with everything filled in. */
export function connected(
  agent: Connected["agent"],
  of: { given: KeyGiven; connects?: KindId | undefined; replaces?: boolean; since: Date },
): Connected {
  const { config, downloads } = runtime();
  const { given, connects, replaces = false, since } = of;
  const files = downloads.map(({ name, sha256 }) => ({ name, sha256 }));
  const server = { origin: config.origin, holdSeconds: config.hookHoldSeconds, files };
  const place = { ...server, agent, given, replaces };
  const steps = connects ? kinds[connects].steps(place) : [enrollStep(place)];
  return { agent, since: since.toISOString(), steps };
}
