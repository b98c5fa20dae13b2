import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { action, grantFor, openAgentSide, redeemed } from "../testing/agent-side.ts";

const { server, folder, run } = await openAgentSide();
const grant = grantFor();
const described = ["refund.create", "--resource", "charge/ch_81", "--param", "amount=1250"];

test("a redeemed grant prints who approved it", async () => {
  const body = { ...redeemed().body, approvals: [{ by: "per_1" }] };
  server.answers(() => ({ status: 200, body }));
  const { code, io } = await run(["redeem", "--grant", grant, ...described]);
  expect([code, JSON.parse(io.stdout)]).toEqual([0, body]);
  expect(server.calls[0]).toMatchObject({ method: "POST", path: "/api/v1/grants/redemptions" });
  expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({ grant, action });
});

test("a grant and an action are read from files and from standard input", async () => {
  const [grantFile, actionFile] = [join(folder, "grant.jwt"), join(folder, "action.json")];
  writeFileSync(grantFile, `${grant}\n`);
  writeFileSync(actionFile, JSON.stringify(action));
  server.answers(redeemed);
  expect((await run(["redeem", "--grant", grantFile, "--action", actionFile])).code).toBe(0);
  expect((await run(["redeem", "--grant", "-", "--action", actionFile], { stdin: `${grant}\n` })).code).toBe(
    0,
  );
  expect(server.calls.map(({ body }) => JSON.parse(body))).toEqual([
    { grant, action },
    { grant, action },
  ]);
});

test.each([
  ["--dpop", "is not bound to a key", {}, {}],
  ["--agent-proof", "is bound to a key", { cnf: { jkt: "x".repeat(43) } }, { dpop: "proof" }],
])("%s is not sent for a grant that %s, and the command says so", async (option, _, claims, proof) => {
  server.answers(redeemed);
  const given = grantFor(claims);
  const proofs = ["--dpop", "proof", "--agent-proof", "proof"];
  const { code, io } = await run(["redeem", "--grant", given, ...proofs, ...described]);
  expect([code, io.stderr]).toEqual([0, expect.stringContaining(`${option} was not sent`)]);
  const sent = option === "--dpop" ? { agent_proof: "proof" } : proof;
  expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({ grant: given, action, ...sent });
});

test.each([
  [401, "invalid_grant", 40],
  [403, "action_mismatch", 40],
  [403, "audience_mismatch", 40],
  [403, "grant_revoked", 40],
  [403, "owner_inactive", 40],
  [409, "grant_already_redeemed", 41],
  [410, "grant_expired", 42],
  [403, "blocked_by_policy", 11],
  [401, "invalid_signature", 20],
])("a redemption refused with %i %s exits %i", async (status, code, expected) => {
  server.answers(() => ({ status, body: { code, detail: "Why not." } }));
  const result = await run(["redeem", "--grant", grant, ...described]);
  expect([result.code, result.io.stdout]).toEqual([expected, ""]);
});

test("an answer that doesn't say that the grant is redeemed isn't taken as a redemption", async () => {
  server.answers(() => ({ status: 200, body: { grant: { id: "gnt_2", state: "redeemed" } } }));
  const { code, io } = await run(["redeem", "--grant", grant, ...described]);
  expect([code, io.stdout]).toEqual([31, ""]);
});

test("when an answer was lost and the grant is redeemed, the message says that the outcome is unknown", async () => {
  server.answers(
    () => "drop",
    () => ({ status: 409, body: { code: "grant_already_redeemed" } }),
  );
  const { code, io } = await run(["redeem", "--grant", grant, ...described]);
  expect(code).toBe(41);
  expect(io.stderr).toContain("An earlier attempt got no response");
});

test.each([
  ["a stranger signed", () => grantFor({}, generateKeyPairSync("ed25519").privateKey)],
  ["another Countersign issued", () => grantFor({ iss: "https://other.example" })],
  ["is for another tool", () => grantFor({ aud: "https://payments.example" })],
])("a grant that %s isn't sent", async (_, forged) => {
  server.answers(redeemed);
  const { code, io } = await run(["redeem", "--grant", forged(), ...described]);
  expect([code, io.stdout, server.calls]).toEqual([40, "", []]);
});

test("without a grant or an action nothing is sent", async () => {
  server.answers(() => ({ status: 200, body: {} }));
  for (const args of [["redeem"], ["redeem", "--grant", grant], ["redeem", ...described]]) {
    expect((await run(args)).code).toBe(2);
  }
  const { code, io } = await run(["redeem", "--grant", "", ...described]);
  expect([code, io.stderr]).toEqual([2, expect.stringContaining("--grant is empty")]);
  expect(server.calls).toEqual([]);
});
