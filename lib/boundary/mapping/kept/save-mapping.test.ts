import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { addPerson } from "#lib/membership/testing/people";
import { listMappingVersions } from "./list-mappings.ts";
import { findLiveMapping, mappingFor } from "./mapping-for.ts";
import { mostMappingBytes, noMapping, readDocument } from "./read-document.ts";
import { saveMapping } from "./save-mapping.ts";

const now = new Date("2026-11-24T10:00:00Z");
const rule = (type: string, tool = "files/note") => ({ tool, type });
const written = (...rules: object[]) => JSON.stringify({ version: 1, rules });

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });

const create = async () =>
  (await createBoundary(db, { actor: admin, name: "Laptop", heldTools: "block", now })).boundaryId;
const save = (boundaryId: string, text: string, seen: string | null, actor = admin) =>
  saveMapping(db, { actor, boundaryId, seen, written: text, now });
const live = async (boundaryId: string) => (await findLiveMapping(db, boundaryId))?.digest ?? null;

test("a saved mapping is live, and earlier versions never change", async () => {
  const boundaryId = await create();
  expect(await mappingFor(db, { boundaryId, usedDigest: undefined })).toBeNull();
  await save(boundaryId, written(rule("files.write")), null);
  const { digest, text } = readDocument(written(rule("files.read")));
  await save(boundaryId, text, await live(boundaryId));
  expect(await mappingFor(db, { boundaryId, usedDigest: undefined })).toEqual({ digest, document: text });
  expect(await mappingFor(db, { boundaryId, usedDigest: digest })).toEqual({ digest });
  const versions = await listMappingVersions(db, { viewer: admin, boundaryId });
  expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  for (const change of [
    () => db.$client`update boundary_mappings set document = '{}'`,
    () => db.$client`delete from boundary_mappings`,
  ])
    await expect(change()).rejects.toThrow("append-only");
});

test("an ended mapping leaves the boundary its own file, until another version is saved", async () => {
  const boundaryId = await create();
  const ofBoundary = () => mappingFor(db, { boundaryId, usedDigest: undefined });
  await expect(save(boundaryId, noMapping, null)).rejects.toMatchObject({ code: "conflict" });
  await save(boundaryId, written(rule("files.write")), null);
  await save(boundaryId, noMapping, await live(boundaryId));
  expect(await ofBoundary()).toBeNull();
  expect(await findLiveMapping(db, boundaryId)).toMatchObject({ version: 2, document: noMapping });
  const again = save(boundaryId, noMapping, await live(boundaryId));
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  await expect(save(boundaryId, written(), null)).rejects.toMatchObject({ code: "conflict" });
  await save(boundaryId, written(rule("files.read")), await live(boundaryId));
  expect(await ofBoundary()).toMatchObject({ document: expect.stringContaining("files.read") });
});

test("of twenty admins who saw the same mapping, one saves", async () => {
  const boundaryId = await create();
  const attempts = Array.from({ length: 20 }, (_, at) =>
    save(boundaryId, written(rule(`files.type_${at}`)), null),
  );
  const results = await Promise.allSettled(attempts);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await listMappingVersions(db, { viewer: admin, boundaryId })).toHaveLength(1);
});

test("an admin who saw an older mapping changes nothing, and the same mapping is not saved again", async () => {
  const boundaryId = await create();
  await save(boundaryId, written(rule("files.write")), null);
  const stale = save(boundaryId, written(rule("files.read")), null);
  await expect(stale).rejects.toMatchObject({
    ...{ code: "conflict", userMessage: expect.stringContaining("was changed by someone else") },
  });
  const again = save(boundaryId, written(rule("files.write")), await live(boundaryId));
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  expect(await listMappingVersions(db, { viewer: admin, boundaryId })).toHaveLength(1);
});

test("the audit event has the digests, and no text of the mapping", async () => {
  const boundaryId = await create();
  await save(boundaryId, written(rule("files.write", "files/secret_name")), null);
  const [event] = await db.$client`select convert_from(body, 'UTF8') as body from audit_events
    where type = 'boundary.mapping_changed' and convert_from(body, 'UTF8') like ${`%${boundaryId}%`}`;
  expect(JSON.parse(event?.body).data).toEqual({
    ...{ version: 1, digest: await live(boundaryId), before: null, rules: 1 },
  });
});

test("only admins save mappings, and no one saves one of a revoked boundary", async () => {
  const boundaryId = await create();
  const approver = await addPerson(db, { roles: ["approver"], now });
  const former = await addPerson(db, { roles: ["admin"], now });
  await db.$client`update people set roles = '{auditor}' where id = ${former.personId}`;
  for (const actor of [approver, former])
    await expect(save(boundaryId, written(), null, actor)).rejects.toMatchObject({ code: "not_found" });
  await revokeBoundary(db, { actor: admin, boundaryId, now });
  await expect(save(boundaryId, written(), null)).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  ["{", "The mapping has a JSON error at character 1"],
  ['{"version": 1, "version": 1}', "The mapping has a JSON error at character"],
  ['{"version": 2}', "/version must be 1"],
  [written({ tool: "a", type: "B" }), "/rules/0/type"],
  [written({ tool: "a", type: "b", audiense: "c" }), "/rules/0/audiense"],
  [JSON.stringify({ version: 1, held_tools: "step_up" }), "/held_tools is a setting of the boundary"],
  [JSON.stringify({ version: 1, tools: {} }), "/tools is a setting of the boundary"],
  [JSON.stringify({ version: 1, held_tools: "block", tools: {} }), "/held_tools and /tools are settings"],
  ["null", "The mapping"],
  [written(...Array.from({ length: 100 }, () => rule("a", "x".repeat(1000)))), "is larger than 64 KiB"],
])("the mapping %s is refused at its error", (text, message) => {
  expect(() => readDocument(text)).toThrow(
    expect.objectContaining({ code: "invalid_input", userMessage: expect.stringContaining(message) }),
  );
  expect(mostMappingBytes).toBe(65_536);
});
