import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { actionDigest } from "./action-digest.ts";
import { action, agent, grantFor, openAgentSide, redeemed } from "./testing/agent-side.ts";
import { type FakeAnswer, type ReceivedCall, startFakeServer } from "./testing/fake-server.ts";
import { faces, redeemers, toolAddress, type Verdict } from "./testing/wire-faces.ts";

// What the server may answer, and what each face of the client has to make of it.

const side = await openAgentSide();
const elsewhere = await startFakeServer();
const { server, answer } = side;

/** The server's answers to an ask and to the wait for it. */
interface Script {
  asked: () => FakeAnswer | "drop";
  waited?: () => FakeAnswer;
}

const granting = (claims: object, key?: Parameters<typeof grantFor>[1]): Script => ({
  asked: () => answer("allowed", { grant: grantFor(claims, key) }),
});
const after = (waited: () => FakeAnswer): Script => ({
  asked: () => answer("pending"),
  waited: () => ({ ...waited(), status: 200 }),
});
const problem = (status: number, code: string): Script => ({
  asked: () => ({ status, body: { code, detail: "Why not." }, headers: { "retry-after": "1" } }),
});
const stranger = generateKeyPairSync("ed25519").privateKey;
const unsigned = () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${grantFor().split(".")[1]}.`;
const other = { ...action, params: { amount: 1 } };
const patch = [{ op: "replace", path: "/params/amount", value: 1 }];
const minutesAgo = Math.floor(Date.now() / 1000) - 600;

const cases: Record<string, [Verdict, Script]> = {
  "a grant": ["granted", granting({})],
  "a grant after a wait": ["granted", after(() => answer("approved", { grant: grantFor() }))],
  "a denial": ["denied", after(() => answer("denied", {}, { denial: { by: "per_1", reason: "No." } }))],
  "an expiry": ["expired", after(() => answer("expired"))],
  "a cancellation": ["cancelled", after(() => answer("cancelled", {}, { close_reason: "policy_changed" }))],
  "a block": ["blocked", problem(403, "blocked_by_policy")],
  "a database that is away": ["unavailable", problem(503, "database_unavailable")],
  "a rate limit": ["unavailable", problem(429, "rate_limited")],
  "no answer": ["unavailable", { asked: () => "drop" }],
  "a proxy's 502": ["unavailable", { asked: () => ({ status: 502, body: "<html>" }) }],
  "a proxy's 503 with JSON": ["unavailable", { asked: () => ({ status: 503, body: { message: "Down." } }) }],
  "a redirect to another server": [
    "unavailable",
    { asked: () => ({ status: 307, headers: { location: elsewhere.url } }) },
  ],
  "no request": ["untrusted", { asked: () => ({ status: 200, body: {} }) }],
  "a web page": ["untrusted", { asked: () => ({ status: 200, body: "<html>" }) }],
  "an unknown state": ["untrusted", { asked: () => answer("maybe", { grant: grantFor() }) }],
  "another action": [
    "untrusted",
    { asked: () => answer("allowed", { grant: grantFor() }, { action_digest: actionDigest(agent, other) }) },
  ],
  "another agent's action": [
    "untrusted",
    {
      asked: () => answer("allowed", { grant: grantFor() }, { action_digest: actionDigest("agt_2", action) }),
    },
  ],
  "an edit, and the ask accepts none": [
    "untrusted",
    after(() => {
      const edit = { asked_digest: actionDigest(agent, action), patch };
      const claims = {
        authorization_details: [{ type: "agent_action", digest: actionDigest(agent, other) }],
      };
      const changed = { edit, action_digest: actionDigest(agent, other) };
      return answer("approved", { grant: grantFor(claims) }, changed);
    }),
  ],
  "another agent's grant": [
    "untrusted",
    granting({
      ...{ act: { sub: "agt_2" }, client_id: "agt_2" },
      authorization_details: [{ type: "agent_action", digest: actionDigest("agt_2", action) }],
    }),
  ],
  "a grant with a line break in its signature": [
    "untrusted",
    { asked: () => answer("allowed", { grant: grantFor().replace(/(.{20})$/, "\n$1") }) },
  ],
  "another request's grant": ["untrusted", granting({ txn: "req_2" })],
  "another action's grant": [
    "untrusted",
    granting({ authorization_details: [{ type: "agent_action", digest: "A" }] }),
  ],
  "another tool's grant": ["untrusted", granting({ aud: "https://payments.example" })],
  "another Countersign's grant": ["untrusted", granting({ iss: "https://other.example" })],
  "an expired grant": ["untrusted", granting({ iat: minutesAgo, nbf: minutesAgo, exp: minutesAgo + 300 })],
  "a grant with a stranger's signature": ["untrusted", granting({}, stranger)],
  "an unsigned grant": ["untrusted", { asked: () => answer("allowed", { grant: unsigned() }) }],
  "no JWT as a grant": ["untrusted", { asked: () => answer("allowed", { grant: "grant" }) }],
  "no wait token": ["untrusted", { asked: () => answer("pending", { wait: undefined }) }],
  "a wait token that isn't text": [
    "untrusted",
    { asked: () => answer("pending", { wait: { url: `${server.url}/w`, token: 7 } }) },
  ],
  "a wait token for another server": [
    "untrusted",
    { asked: () => answer("pending", { wait: { url: `${elsewhere.url}/w`, token: "t" } }) },
  ],
  "another request after the wait": [
    "untrusted",
    after(() => answer("approved", { grant: grantFor({ txn: "req_2" }) }, { id: "req_2" })),
  ],
  "another action after the wait": [
    "untrusted",
    after(() => answer("approved", { grant: grantFor() }, { action_digest: "A".repeat(43) })),
  ],
};

const changed = ({ grant = {}, request = {}, ...more }: Record<string, object>) => {
  const { body } = redeemed();
  const parts = { grant: { ...body.grant, ...grant }, request: { ...body.request, ...request } };
  return { status: 200, body: { ...body, ...more, ...parts } };
};
const already = { status: 409, body: { code: "grant_already_redeemed", detail: "Used." } };
const revoked = { status: 409, body: { code: "grant_revoked", detail: "Revoked." } };

/** The server's answers to a redemption, the last one also to each repetition. */
const redemptions: Record<string, [Verdict, ...(FakeAnswer | "drop")[]]> = {
  "the redemption": ["redeemed", redeemed()],
  "the redemption, after a lost call": ["redeemed", "drop", redeemed()],
  "a grant that was used": ["spent", already],
  "a grant that the lost call may have used": ["spent", "drop", already],
  "a revoked grant": ["ended", revoked],
  "an expired grant": ["ended", { status: 410, body: { code: "grant_expired", detail: "Expired." } }],
  "a database that is away": ["unavailable", { status: 503, body: { code: "database_unavailable" } }],
  "no answer": ["unavailable", "drop"],
  "a proxy's 502": ["unavailable", { status: 502, body: "<html>" }],
  "a redirect": ["unavailable", { status: 307, headers: { location: "https://other.example" } }],
  "a web page": ["untrusted", { status: 200, body: "<html>" }],
  "an empty answer": ["untrusted", { status: 200, body: {} }],
  "another grant's redemption": ["untrusted", changed({ grant: { id: "gnt_2" } })],
  "another request's redemption": ["untrusted", changed({ request: { id: "req_2" } })],
  "a grant that isn't redeemed": ["untrusted", changed({ grant: { state: "issued" } })],
  "no time of the redemption": ["untrusted", changed({ grant: { redeemed_at: "soon" } })],
  "no list of approvals": ["untrusted", changed({ approvals: {} })],
};

describe.each(Object.entries(redeemers))("the %s", (_, redeem) => {
  test.each(Object.entries(redemptions))(
    "redeems by this answer alone: %s",
    async (__, [verdict, ...rest]) => {
      let count = 0;
      server.answers(() => rest[Math.min(count++, rest.length - 1)] ?? "drop");
      const atTool = {
        aud: toolAddress,
        authorization_details: [
          { type: "agent_action", digest: actionDigest(agent, { ...action, audience: toolAddress }) },
        ],
      };
      expect(await redeem(side, (audience) => grantFor(audience ? atTool : {}))).toBe(verdict);
    },
  );
});

function respond({ asked, waited }: Script, { method, path }: ReceivedCall): FakeAnswer | "drop" {
  if (path.endsWith("/redemptions") || path.endsWith("/execution")) return redeemed();
  return method === "GET" ? (waited?.() ?? { status: 500 }) : asked();
}

describe.each(Object.entries(faces))("the %s", (_, ask) => {
  test.each(Object.entries(cases))(
    "gives the expected verdict on this answer: %s",
    async (__, [verdict, script]) => {
      server.answers((call) => respond(script, call));
      elsewhere.answers(() => ({ status: 200, body: {} }));
      expect(await ask(side)).toBe(verdict);
      expect(elsewhere.calls).toEqual([]);
      const redeems = server.calls.filter(({ path }) => path.endsWith("/redemptions"));
      if (verdict !== "granted") expect(redeems).toEqual([]);
    },
  );
});
