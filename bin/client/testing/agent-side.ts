import { sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { newKeyPair } from "#client/keys";
import { actionDigest } from "../action-digest.ts";
import { main } from "../main.ts";
import { type FakeServer, issuingKey, startFakeServer } from "./fake-server.ts";
import { type TestIo, testIo } from "./test-io.ts";

export const agent = "agt_1";
export const action = { type: "refund.create", resource: "charge/ch_81", params: { amount: 1250 } };
/** Of all grants, so that the same claims are the same grant. */
const issuedAt = Math.floor(Date.now() / 1000);
/** Where the fake server listens. */
let issuer = "";
const expiresAt = "2099-01-01T00:00:00.000Z";

/** An enrolled agent in its own folder, and a scripted server. */
export interface AgentSide {
  server: FakeServer;
  folder: string;
  credentials: string;
  run: (args: string[], given?: Parameters<typeof testIo>[0]) => Promise<{ code: number; io: TestIo }>;
  /** The wire's answer to an ask. `more`: of the answer. `change`: of its request. */
  answer: (state: string, more?: object, change?: object) => { status: number; body: object };
  /** The same to a wait: 200, also while pending. */
  waited: AgentSide["answer"];
}

export async function openAgentSide(): Promise<AgentSide> {
  const server = await startFakeServer();
  issuer = server.url;
  const folder = mkdtempSync(join(tmpdir(), "countersign-client-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const credentials = join(folder, "agent.json");
  const { privateKey } = await newKeyPair();
  writeFileSync(credentials, JSON.stringify({ url: server.url, agent, key: privateKey }), { mode: 0o600 });
  const answer: AgentSide["answer"] = (state, more = {}, change = {}) => ({
    status: state === "pending" ? 202 : 200,
    body: {
      request: { ...requestPart(state, server.url), ...change },
      wait: { url: `${server.url}/api/v1/requests/req_1`, token: "wait-token", expires_at: expiresAt },
      ...more,
    },
  });
  return {
    server,
    folder,
    credentials,
    answer,
    waited: (...given) => ({ ...answer(...given), status: 200 }),
    async run(args, given = {}) {
      const io = testIo({ ...given, env: { COUNTERSIGN_CREDENTIALS: credentials, ...given.env } });
      return { code: await main(args, io), io };
    },
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
  body: {
    grant: { id: "gnt_1", state: "redeemed", redeemed_at: "2026-11-30T10:00:00.000Z", audience: issuer },
    request: { id: "req_1" },
    basis: "policy",
    approvals: [] as object[],
  },
});

/** A grant of the fake server that was opened last, with these claims. */
export function grantFor(claims: object = {}, key = issuingKey.privateKey): string {
  const payload = {
    ...{ iss: issuer, sub: "per_1", aud: issuer, client_id: agent, act: { sub: agent } },
    ...{ iat: issuedAt, nbf: issuedAt, exp: issuedAt + 900, jti: "gnt_1", txn: "req_1" },
    acr: "urn:countersign:acr:passkey",
    authorization_details: [{ type: "agent_action", digest: actionDigest(agent, action) }],
    ...claims,
  };
  const header = { alg: "EdDSA", kid: "key_1", typ: "at+jwt" };
  const signed = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${signed}.${sign(null, Buffer.from(signed), key).toString("base64url")}`;
}
