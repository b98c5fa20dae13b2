import { createAgent } from "#client/agent/agent";
import { Refusal } from "#client/refusal";
import { runCall } from "#lib/boundary/calls/run-call";
import { readCredentials } from "../agent/credentials.ts";
import { httpPort } from "../boundary/http-port.ts";
import { type AgentSide, action } from "./agent-side.ts";
import { testIo } from "./test-io.ts";

/** What a face makes of the server's answers, in one word. */
export type Verdict =
  | "granted"
  | "denied"
  | "expired"
  | "cancelled"
  | "blocked"
  | "unavailable"
  | "untrusted";

const ofRefusal: Record<string, Verdict> = {
  denied: "denied",
  request_expired: "expired",
  request_cancelled: "cancelled",
  blocked_by_policy: "blocked",
  issuer_unavailable: "unavailable",
  rate_limited: "unavailable",
  invalid_answer: "untrusted",
};
const ofExit: Record<number, Verdict> = {
  ...{ 0: "granted", 10: "denied", 11: "blocked", 12: "expired", 13: "cancelled" },
  ...{ 22: "unavailable", 30: "unavailable", 31: "untrusted" },
};

/**
 * The faces of the client, each of which asks for the action of the agent side, waits, and says what
 * came of it. The edge redeems and forwards as well.
 */
export const faces: Record<string, (side: AgentSide) => Promise<Verdict | undefined>> = {
  library: async ({ credentials }) => {
    const { url, agent, key } = readCredentials(credentials);
    const asking = createAgent({ issuer: url, agent, key, timeoutSeconds: 1 });
    try {
      return (await asking.obtainGrant(action, { waitSeconds: 5 })) ? "granted" : undefined;
    } catch (refusal) {
      return refusal instanceof Refusal ? ofRefusal[refusal.code] : undefined;
    }
  },
  "command line": async ({ run }) => {
    const described = ["refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];
    const { code, io } = await run(["ask", ...described, "--patience", "2"]);
    return ofExit[code] === "granted" && io.stdout === "" ? undefined : ofExit[code];
  },
  edge: async ({ credentials }) => {
    const port = httpPort(testIo(), readCredentials(credentials), { patienceSeconds: 2 });
    let forwarded = 0;
    const forward = async () => ({ value: forwarded++ });
    const result = await runCall(port, { action, holdSeconds: 5, reportWithinSeconds: 60, forward });
    if (forwarded > 0) return result.kind === "ran" && (await result.reported) ? "granted" : undefined;
    if (result.kind !== "stopped") return undefined;
    if (result.why === "refused") return result.code === "untrusted" ? "untrusted" : undefined;
    return result.why as Verdict;
  },
};
