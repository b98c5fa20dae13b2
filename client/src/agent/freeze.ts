import { signedHeaders } from "../keys.ts";
import { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal-of.ts";
import { randomId } from "../text.ts";
import type { Asker } from "./answered.ts";
import type { CallOptions } from "./ask.ts";

export interface FreezeOptions {
  /** Shown to the owner and admins as unverified. */
  reason?: string;
  /** The `webhook-id`: the same ID is always the same freeze. */
  id?: string;
}

/** What stops the agent until a person ends it. `by`: whether a person had held the agent before. */
export interface Hold {
  since: Date;
  by: "agent" | "person";
}

/** Stops the calling agent, and no other. @throws {Refusal} `agent_revoked`, `invalid_answer`, ... */
export async function freezeItself(
  { issuer, agent, key }: Asker,
  { reason, id = randomId("msg") }: FreezeOptions,
  call: CallOptions = {},
): Promise<Hold> {
  const body = JSON.stringify({ freeze: agent, reason });
  const headers = (at: number) => signedHeaders(key, { id, body, at });
  const path = `/api/v1/agents/${encodeURIComponent(agent)}/freeze`;
  const answer = await issuer.call(path, { ...call, method: "POST", body, headers });
  if (answer.status !== 200) throw refusalOf(answer);
  const { agent: frozen, hold } = Object(answer.body);
  const since = new Date(hold?.since);
  // A proxy's page, or a foreign server's answer, also has status 200.
  const isHeld = frozen?.id === agent && (hold?.by === "agent" || hold?.by === "person");
  if (!isHeld || Number.isNaN(since.getTime()))
    throw new Refusal(
      "invalid_answer",
      "Countersign's answer isn't a freeze of this agent. It may still act.",
    );
  return { since, by: hold.by };
}
