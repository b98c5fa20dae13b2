import type { Logger } from "pino";
import type { Database } from "#db/client";
import type { Standby } from "#db/standby/standby";
import type { MasterSecret } from "#lib/crypto/seal";
import type { EventHub } from "#lib/events/hub";
import type { Clock } from "#lib/kernel/clock";
import type { Config } from "#lib/kernel/config";
import type { Channel } from "#lib/notifications/channels/channel";
import type { OutboundClient } from "#lib/outbound/client";
import { forgetPolicies } from "#lib/policy/engine/load";
import type { Documents } from "./documents.ts";
import type { Download } from "./downloads.ts";

/** The singletons of a process. */
export interface Runtime {
  readonly config: Config;
  readonly db: Database;
  /** Undefined without DATABASE_READ_URL. Read through {@link fromStandby}. */
  readonly standby?: Standby | undefined;
  readonly secret: MasterSecret;
  readonly events: EventHub;
  readonly outbound: OutboundClient;
  readonly channels: readonly Channel[];
  readonly log: Logger;
  readonly clock: Clock;
  /** Aborted when the process begins to stop: long polls then answer, and ask to return. */
  readonly closing: AbortSignal;
  readonly downloads: readonly Download[];
  readonly documents: Documents;
  readonly isDemo: boolean;
}

// The server and Next each have a bundled copy of this file: only the global object
// is shared.
const slot = Symbol.for("countersign.runtime");
const shared = globalThis as { [slot]?: Runtime };

/** Called once, by server.ts, before anything is served. */
export function startRuntime(runtime: Runtime): void {
  shared[slot] = runtime;
  // A database that failed over may lack its last version of the policy, and make another one with its number.
  runtime.events.subscribe("database", () => forgetPolicies(runtime.db));
}

/** The process's runtime. For the edge (`app/`) only: verbs get their dependencies as arguments. */
export function runtime(): Runtime {
  const current = shared[slot];
  if (!current)
    throw new Error(
      "The runtime was not started: Countersign is served by server.ts (npm start), not by Next alone.",
    );
  return current;
}
