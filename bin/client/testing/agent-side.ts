import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { newKeyPair } from "../agent/keys.ts";
import { actionDigest } from "../json/action-digest.ts";
import { main } from "../main.ts";
import { type FakeServer, startFakeServer } from "./fake-server.ts";
import { type TestIo, testIo } from "./test-io.ts";

export const agent = "agt_1";
export const action = { type: "refund.create", resource: "charge/ch_81", params: { amount: 1250 } };
const expiresAt = "2099-01-01T00:00:00.000Z";

/** An enrolled agent in its own folder, and a scripted server. */
export interface AgentSide {
  server: FakeServer;
  folder: string;
  credentials: string;
  run: (args: string[], given?: Parameters<typeof testIo>[0]) => Promise<{ code: number; io: TestIo }>;
  /** The wire's answer to an ask or a wait. */
  answer: (state: string, more?: object) => { status: number; body: object };
}

export async function openAgentSide(): Promise<AgentSide> {
  const server = await startFakeServer();
  const folder = mkdtempSync(join(tmpdir(), "countersign-client-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const credentials = join(folder, "agent.json");
  const { privateKey } = newKeyPair();
  writeFileSync(credentials, JSON.stringify({ url: server.url, agent, key: privateKey }), { mode: 0o600 });
  return {
    server,
    folder,
    credentials,
    async run(args, given = {}) {
      const io = testIo({ ...given, env: { COUNTERSIGN_CREDENTIALS: credentials, ...given.env } });
      return { code: await main(args, io), io };
    },
    answer: (state, more = {}) => ({
      status: state === "pending" ? 202 : 200,
      body: {
        request: requestPart(state, server.url),
        wait: { url: `${server.url}/api/v1/requests/req_1`, token: "wait-token", expires_at: expiresAt },
        ...more,
      },
    }),
  };
}

function requestPart(state: string, url: string) {
  return {
    id: "req_1",
    state,
    action_digest: actionDigest(agent, action),
    approvals: { required: 1, given: 0 },
    expires_at: expiresAt,
    approval_url: `${url}/requests/req_1`,
  };
}

/** The wire's answer to a redemption of `grantFor()`. */
export const redeemed = () => ({
  status: 200,
  body: { grant: { id: "gnt_1", state: "redeemed" }, request: { id: "req_1" } },
});

/** A grant with these claims, and a dummy signature the client does not verify. */
export function grantFor(claims: object = {}): string {
  const payload = {
    act: { sub: agent },
    jti: "gnt_1",
    txn: "req_1",
    authorization_details: [{ type: "agent_action", digest: actionDigest(agent, action) }],
    ...claims,
  };
  return ["{}", JSON.stringify(payload), "x".repeat(64)]
    .map((part) => Buffer.from(part).toString("base64url"))
    .join(".");
}
