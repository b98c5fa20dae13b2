import { generateKeyPairSync } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, SignJWT, UnsecuredJWT } from "jose";
import { afterEach, expect, test, vi } from "vitest";
import { deactivatePerson } from "../../lib/membership/offboarding/deactivate-person.ts";
import { audience, refundAtTool } from "../testing/refund.ts";
import { issuer, ToolSide } from "../testing/tool-side.ts";
import { newKeyPair } from "./keys.ts";
import { Refusal } from "./refusal.ts";

const side = await ToolSide.open();
const { tool } = side;

afterEach(() => void vi.useRealTimers());

/** The code of the refusal; also checks that nothing ran. */
async function refusalOf(presented: Parameters<typeof tool.guard>[0], action = refundAtTool(), by = tool) {
  const run = vi.fn();
  const thrown = await by.guard(presented, action, run).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(run).not.toHaveBeenCalled();
  return thrown instanceof Refusal ? thrown.code : thrown;
}

test("a guarded action runs once, with the action that was approved, and its result is returned", async () => {
  const presented = await side.present();
  const run = vi.fn(async ({ action }) => `refunded ${action.params.amount}`);
  expect(await tool.guard(presented, refundAtTool(), run)).toBe("refunded 50");
  expect(run.mock.calls[0]?.[0].redemption).toMatchObject({
    basis: "policy",
    agentId: side.caller.id,
    audience,
  });
  expect(await refusalOf(presented)).toBe("grant_already_redeemed");
});

test("a redemption names the people who approved", async () => {
  const granted = side.present(refundAtTool(1250));
  await side.approveNext();
  const redemption = await tool.redeem(await granted, refundAtTool(1250));
  expect(redemption).toMatchObject({ basis: "passkey", approvals: [{ by: side.owner.viewer.personId }] });
});

test("an agent that asks again with pickUp finds its open request, and otherwise asks anew", async () => {
  const action = refundAtTool(1251);
  const ids = [];
  for (const pickUp of [true, true, undefined])
    ids.push((await side.agent.ask(action, { pickUp })).requestId);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test("of twenty parallel guards with one grant, one runs", async () => {
  const presented = await side.present();
  const run = vi.fn(() => "ran");
  const guards = Array.from({ length: 20 }, () => tool.guard(presented, refundAtTool(), run));
  const results = await Promise.allSettled(guards);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(run).toHaveBeenCalledTimes(1);
});

test.each([
  ["another amount", refundAtTool(51)],
  ["an added parameter", refundAtTool(50, { params: { amount: 50, currency: "USD", note: "" } })],
  ["another resource", refundAtTool(50, { resource: "charge/ch_82" })],
  ["another type", refundAtTool(50, { type: "refund.update" })],
])("an altered action is refused offline: %s", async (_, altered) => {
  const presented = await side.present();
  expect(await refusalOf(presented, altered)).toBe("action_mismatch");
});

test("a change of the caller's object between check and run doesn't reach the code that runs", async () => {
  const action = refundAtTool();
  const guarded = tool.guard(await side.present(), action, ({ action: ran }) => ran.params.amount);
  action.params.amount = 9999;
  expect(await guarded).toBe(50);
});

test("a grant for another audience is refused, and so is an action that names one", async () => {
  const elsewhere = refundAtTool(50, { audience: "https://other.example" });
  const presented = await side.present(elsewhere);
  expect(await refusalOf(presented)).toBe("audience_mismatch");
  expect(await refusalOf(presented, elsewhere)).toBe("audience_mismatch");
});

test("an expired grant is refused, offline and within the tolerated clock skew by the server", async () => {
  const presented = await side.present();
  const issued = decodeJwt(presented.grant);
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(((issued.exp ?? 0) + 1) * 1000);
  const dpop = (await side.agent.headersFor(presented.grant)).dpop;
  expect(await refusalOf({ ...presented, dpop })).toBe("grant_expired");
  vi.setSystemTime(((issued.exp ?? 0) + 31) * 1000);
  await expect(tool.verifyGrant({ ...presented, dpop }, refundAtTool())).rejects.toMatchObject({
    code: "grant_expired",
  });
  vi.setSystemTime(((issued.nbf ?? 0) - 31) * 1000);
  await expect(tool.verifyGrant(presented, refundAtTool())).rejects.toMatchObject({
    code: "grant_not_yet_valid",
  });
});

test("a grant whose owner was offboarded is refused", async () => {
  const leaver = await side.workspace.person("Lee Leaver", ["approver"], side.admin);
  const orphan = side.agentOf(await side.workspace.agent(side.admin, leaver));
  const presented = await side.present(refundAtTool(), orphan);
  await expect(tool.verifyGrant(presented, refundAtTool())).resolves.toMatchObject({ agentId: orphan.agent });
  const { db, time } = side.workspace;
  await deactivatePerson(db, { actor: side.admin.viewer, personId: leaver.viewer.personId, now: time.now });
  expect(await refusalOf(presented)).toMatch(/^(agent_quarantined|grant_revoked|owner_inactive)$/);
});

test("a grant without the agent's proof, or with another one, is refused", async () => {
  const presented = await side.present();
  const other = await side.present();
  expect(await refusalOf(undefined)).toBe("grant_missing");
  expect(await refusalOf({ grant: presented.grant })).toBe("invalid_proof");
  expect(await refusalOf({ ...presented, dpop: other.dpop })).toBe("invalid_proof");
  expect(await refusalOf({ ...presented, method: "DELETE" })).toBe("invalid_proof");
  const thief = side.agentOf(await side.workspace.agent(side.admin, side.owner));
  const { dpop } = await thief.headersFor(presented.grant);
  expect(await refusalOf({ ...presented, dpop })).toBe("invalid_proof");
  await expect(tool.redeem(presented, refundAtTool())).resolves.toMatchObject({ basis: "policy" });
});

test("forged grants are refused: another key, no signature, and an HMAC with the public key", async () => {
  const presented = await side.present();
  const claims = decodeJwt(presented.grant);
  const { kid } = decodeProtectedHeader(presented.grant);
  const forger = generateKeyPairSync("ed25519").privateKey;
  const { keys } = (await (await fetch(`${side.url}/.well-known/jwks.json`)).json()) as {
    keys: { x: string }[];
  };
  const publicBytes = Buffer.from(keys[0]?.x ?? "", "base64url");
  const sign = (alg: string, key: Parameters<SignJWT["sign"]>[0], id = kid) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: id, typ: "at+jwt" }).sign(key);
  const unsigned = new UnsecuredJWT(claims).encode();
  const [, payload] = presented.grant.split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none", kid, typ: "at+jwt" })).toString("base64url");
  for (const grant of [
    await sign("EdDSA", forger),
    await sign("EdDSA", forger, "unknown"),
    await sign("HS256", publicBytes),
    await sign("HS256", new TextEncoder().encode(JSON.stringify(keys[0]))),
    unsigned,
    `${none}.${payload}.`,
    `${presented.grant.slice(0, -6)}AAAAAA`,
    "not a grant",
    "a".repeat(40_000),
  ])
    expect(await refusalOf({ ...presented, grant })).toBe("invalid_grant");
});

test("a grant by another Countersign is refused, and so is a token of another type", async () => {
  const presented = await side.present();
  const elsewhere = side.toolWith({ issuer: "https://countersign.example" });
  expect(await refusalOf(presented, refundAtTool(), elsewhere)).toBe("invalid_grant");
  expect(await refusalOf({ ...presented, grant: presented.dpop ?? "" })).toBe("invalid_grant");
});

test("a tool that requires a person refuses what policy auto-approved", async () => {
  const strict = side.toolWith({ requirePasskey: true });
  expect(await refusalOf(await side.present(), refundAtTool(), strict)).toBe("insufficient_approval");
});

test("a tool whose key isn't registered for the audience redeems nothing", async () => {
  const { privateKey } = await newKeyPair();
  const presented = await side.present();
  expect(await refusalOf(presented, refundAtTool(), side.toolWith({ key: privateKey }))).toBe("not_set_up");
  expect(await refusalOf(presented, refundAtTool(), side.toolWith({ key: undefined }))).toBe("not_set_up");
});

test.each([
  { issuer: "http://countersign.example" },
  { issuer: `${issuer}/` },
  { url: "http://10.0.0.1" },
  { audience: "payments" },
  { key: "whsk_AAAA" },
  { key: "secret" },
  { clockSkewSeconds: 600 },
  { reportWithinSeconds: 5 },
])("unsafe settings are refused: %o", (options) => {
  expect(() => side.toolWith(options)).toThrow(Refusal);
});
