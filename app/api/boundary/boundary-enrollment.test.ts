import { expect, test } from "vitest";
import { CallingAgent } from "#app/api/testing/calling-agent";
import { refusal } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { issueBoundaryCode } from "#lib/boundary/registry/issue-code";
import { findBoundary, listBoundaries } from "#lib/boundary/registry/list-boundaries";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { addSeconds } from "#lib/kernel/clock";
import { revokeKey } from "#lib/ownership/revoke-key";
import { CallingBoundary, enroll } from "./testing/calling-boundary.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time, runtime } = workspace;
const by = () => ({ actor: admin.viewer, now: time.now });
const create = () => createBoundary(db, { ...by(), name: "Build machine", heldTools: "block" });
const find = (boundaryId: string) => findBoundary(db, { viewer: admin.viewer, boundaryId, now: time.now });

function newSigner() {
  const { publicKey, privateKey } = newKeyPair();
  return { public_key: publicKey, signer: new CallingAgent(runtime, "", privateKey) };
}

test("a boundary enrolls its key with a code once, and a retry with the same key gets the same answer", async () => {
  const { boundaryId, code } = await create();
  const { signer, public_key } = newSigner();
  const first = await enroll(signer, { code: code.toLowerCase(), public_key });
  expect([first.status, await first.json()]).toEqual([
    201,
    { boundary: { id: boundaryId, name: "Build machine" }, origin: runtime.config.origin },
  ]);
  expect((await enroll(signer, { code, public_key })).status).toBe(201);
  const other = newSigner();
  expect(await refusal(enroll(other.signer, { code, public_key: other.public_key }))).toEqual([
    401,
    "invalid_enrollment_code",
  ]);
  expect(await find(boundaryId)).toMatchObject({ kind: "mcp", version: "1.0.0", enrolledAt: time.now });
  const events = await db.$client`
    select type, actor_id from audit_events where type like 'boundary.%' order by id`;
  expect(events).toEqual([
    { type: "boundary.created", actor_id: admin.viewer.personId },
    { type: "boundary.enrolled", actor_id: boundaryId },
  ]);
});

test("of twenty simultaneous callers with one code and different keys, one enrolls", async () => {
  const { code } = await create();
  time.now = addSeconds(time.now, 60);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => {
      const { signer, public_key } = newSigner();
      return enroll(signer, { code, public_key });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(401)]);
  time.now = addSeconds(time.now, 60);
});

test("a call without proof of the new key is refused and leaves the code valid", async () => {
  const { code } = await create();
  const { signer, public_key } = newSigner();
  const forged = enroll(newSigner().signer, { code, public_key });
  expect(await refusal(forged)).toEqual([401, "invalid_signature"]);
  expect((await enroll(signer, { code, public_key })).status).toBe(201);
});

test("an expired code, the code of a revoked boundary and a withdrawn code are refused", async () => {
  const refused = async (code: string) => {
    const { signer, public_key } = newSigner();
    expect(await refusal(enroll(signer, { code, public_key }))).toEqual([401, "invalid_enrollment_code"]);
  };
  const revoked = await create();
  await revokeBoundary(db, { ...by(), boundaryId: revoked.boundaryId });
  await refused(revoked.code);
  const withdrawn = await create();
  await issueBoundaryCode(db, { ...by(), boundaryId: withdrawn.boundaryId });
  await refused(withdrawn.code);
  const expired = await create();
  time.now = addSeconds(time.now, 15 * 60);
  await refused(expired.code);
});

test("a new key replaces the boundary's key, and a revoked boundary's key is refused", async () => {
  const boundary = await CallingBoundary.enroll(workspace, admin);
  const { code } = await issueBoundaryCode(db, { ...by(), boundaryId: boundary.id });
  const { publicKey: public_key, privateKey } = newKeyPair();
  const next = boundary.as(privateKey);
  expect((await enroll(new CallingAgent(runtime, "", privateKey), { code, public_key })).status).toBe(201);
  expect(await refusal(boundary.contact([]))).toEqual([401, "invalid_signature"]);
  expect((await next.contact([])).status).toBe(200);
  await revokeBoundary(db, { ...by(), boundaryId: boundary.id });
  expect(await refusal(next.contact([]))).toEqual([401, "key_revoked"]);
  await expect(revokeBoundary(db, { ...by(), boundaryId: boundary.id })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("the key of another boundary and an agent's revoked key can't be enrolled", async () => {
  const { publicKey: public_key, privateKey } = newKeyPair();
  const signer = new CallingAgent(runtime, "", privateKey);
  const first = await create();
  expect((await enroll(signer, { code: first.code, public_key })).status).toBe(201);
  await revokeBoundary(db, { ...by(), boundaryId: first.boundaryId });
  const second = await create();
  expect(await refusal(enroll(signer, { code: second.code, public_key }))).toEqual([409, "conflict"]);

  const agent = await workspace.agent(admin, owner);
  const revoked = newKeyPair();
  const given = { ...by(), agentId: agent.id, publicKey: revoked.publicKey };
  const { keyId } = await addPublicKey(db, given);
  await revokeKey(db, { ...by(), agentId: agent.id, keyId });
  const former = new CallingAgent(runtime, "", revoked.privateKey);
  const attempt = enroll(former, { code: second.code, public_key: revoked.publicKey });
  expect(await refusal(attempt)).toEqual([409, "conflict"]);
});

test("only admins create, list and revoke boundaries and issue codes", async () => {
  const { boundaryId } = await create();
  const actor = owner.viewer;
  const { now } = time;
  const attempts = [
    () => createBoundary(db, { actor, name: "Mine", heldTools: "block", now }),
    () => issueBoundaryCode(db, { actor, boundaryId, now }),
    () => revokeBoundary(db, { actor, boundaryId, now }),
    () => listBoundaries(db, { viewer: actor, now }),
    () => findBoundary(db, { viewer: actor, boundaryId, now }),
  ];
  for (const attempt of attempts)
    await expect((async () => attempt())()).rejects.toMatchObject({ code: "not_found" });
  expect(await find(boundaryId)).toMatchObject({ enrolledAt: null, revokedAt: null });
});
