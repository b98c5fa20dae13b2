import { createAgent } from "#client/agent/agent";
import { Refusal } from "#client/refusal";
import { createTool, presentedGrant } from "#client/tool";
import { runCall } from "#lib/boundary/calls/run-call";
import { openPython, withoutPython } from "../../../client/testing/python.ts";
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
  | "untrusted"
  | "redeemed"
  | "spent"
  | "ended";

const ofRefusal: Record<string, Verdict> = {
  denied: "denied",
  request_expired: "expired",
  request_cancelled: "cancelled",
  blocked_by_policy: "blocked",
  issuer_unavailable: "unavailable",
  rate_limited: "unavailable",
  invalid_answer: "untrusted",
  grant_already_redeemed: "spent",
  outcome_unknown: "spent",
  grant_expired: "ended",
  grant_revoked: "ended",
};
const ofExit: Record<number, Verdict> = {
  ...{ 0: "granted", 10: "denied", 11: "blocked", 12: "expired", 13: "cancelled" },
  ...{ 22: "unavailable", 30: "unavailable", 31: "untrusted", 40: "ended", 41: "spent", 42: "ended" },
};
const python = withoutPython ? undefined : openPython("tests.face");
const described = ["refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

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
  ...inPython<(side: AgentSide) => Promise<Verdict | undefined>>({
    "library in Python": (side) => pythonFace(side, { does: "ask" }),
    "asynchronous library in Python": (side) => pythonFace(side, { does: "ask later" }),
  }),
  "command line": async ({ run }) => {
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

/** The address of the tool, whose grants name it. */
export const toolAddress = "https://payments.example";

/** The faces of the client that redeem a grant for the action of the agent side. */
export const redeemers: Record<
  string,
  (side: AgentSide, grantAt: (audience?: string) => string) => Promise<Verdict | undefined>
> = {
  "library of an agent": async ({ credentials }, grantAt) => {
    const { url, agent, key } = readCredentials(credentials);
    const redeeming = createAgent({ issuer: url, agent, key, timeoutSeconds: 1 });
    return redeemedOr(() => redeeming.redeem(grantAt(), action));
  },
  "library of a tool": async ({ credentials }, grantAt) => {
    const { url, agent, key } = readCredentials(credentials);
    const tool = createTool({ issuer: url, audience: toolAddress, key, timeoutSeconds: 1 });
    const presenting = createAgent({ issuer: url, agent, key });
    const headers = new Headers(await presenting.headersFor(grantAt(toolAddress)));
    const presented = presentedGrant({ headers, method: "POST" });
    return presented && redeemedOr(() => tool.redeem(presented, action));
  },
  ...inPython<(side: AgentSide, grantAt: (audience?: string) => string) => Promise<Verdict | undefined>>({
    "library of an agent in Python": (side, grantAt) =>
      pythonFace(side, { does: "redeem", grant: grantAt() }),
    "library of a tool in Python": (side, grantAt) =>
      pythonFace(side, { does: "redeem at a tool", grant: grantAt(toolAddress), audience: toolAddress }),
  }),
  "command line": async ({ run }, grantAt) => {
    const { code, io } = await run(["redeem", ...described, "--grant", grantAt(), "--patience", "2"]);
    if (code !== 0) return io.stdout === "" ? ofExit[code] : undefined;
    return JSON.parse(io.stdout).grant.state;
  },
  edge: async ({ credentials }, grantAt) => {
    const port = httpPort(testIo(), readCredentials(credentials), { patienceSeconds: 2 });
    const refused = await port.redeem(grantAt(), action, { reportWithinSeconds: 60 }).then(
      () => undefined,
      ({ code }) => code,
    );
    if (refused === "unreachable") return "unavailable";
    return refused === undefined ? "redeemed" : (ofRefusal[refused] ?? refused);
  },
};

async function redeemedOr(redeem: () => Promise<unknown>): Promise<Verdict | undefined> {
  try {
    await redeem();
    return "redeemed";
  } catch (refusal) {
    return refusal instanceof Refusal ? ofRefusal[refusal.code] : undefined;
  }
}

/** The faces of the Python client, where Python is installed. client/python.test.ts says if not. */
function inPython<Face>(faces: Record<string, Face>): Record<string, Face> {
  return withoutPython ? {} : faces;
}

async function pythonFace({ credentials }: AgentSide, what: object): Promise<Verdict | undefined> {
  const { url, agent, key } = readCredentials(credentials);
  const said = (await python?.(JSON.stringify({ url, agent, key, action, ...what }))) ?? "";
  return said === "granted" || said === "redeemed" ? said : ofRefusal[said];
}
