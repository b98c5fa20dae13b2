import type { RequestEdge } from "#db/schema/requests";
import type { AgentCaller } from "#lib/callers/find-caller";
import type { ExpectedExecution } from "#lib/grants/redeem-statement";
import type { Limit } from "#lib/limits/take";
import type { Ask } from "./ask-schema.ts";

export interface Submission {
  caller: AgentCaller;
  keyId: string;
  /** The asking edge of this server; undefined when the agent's key signed. */
  edge?: RequestEdge | undefined;
  webhookId: string;
  /** SHA-256 of the raw body. */
  bodyHash: Uint8Array;
  /** Of an ask with `pick_up`: how a repeated call finds its request (lib/requests/pick-up.ts). */
  pickUp?: { key: string; number: number };
  ask: Ask;
  /** The report that the redemption of an ask with `redeem` announces. */
  execution?: ExpectedExecution | undefined;
  /** How often this agent may ask. */
  limit: Limit;
  /** The agent's asks in the limit's window, if this ask was counted before. */
  uses?: number | null;
  mostPending: number;
  origin: string;
  now: Date;
}
