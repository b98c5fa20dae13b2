import { expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { issueBoundaryCode } from "#lib/boundary/registry/issue-code";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { addPerson } from "#lib/membership/testing/people";
import { acceptTools } from "./accept-tools.ts";
import { hashTool, type Tool } from "./hash-tool.ts";
import { listHeldTools } from "./list-tools.ts";
import { recordContact } from "./record-contact.ts";
import { storeTexts } from "./store-texts.ts";

const now = new Date("2026-11-24T10:00:00Z");
const read: Tool = { name: "read_file", description: "Reads a file." };
const write: Tool = { name: "write\u202e_file", description: "Writes a file." };

let reports = 0;

const { db } = await createTestDatabase();
const admin = await addPerson(db, { roles: ["admin"], now });
const owner = await addPerson(db, { roles: ["approver"], now });

function shown(tool: Tool) {
  const { description = "", schema = "" } = hashTool(tool) ?? {};
  return { name: tool.name, description, schema };
}

async function list(boundaryId: string, tools: Tool[]): Promise<void> {
  const hashes = tools.map(shown).map(({ name, description, schema }) => ({
    ...{ name, description_sha256: description, schema_sha256: schema },
  }));
  const contact = { version: "1", kind: "mcp", part: 1, parts: 1, tools: hashes };
  await recordContact(db, { boundaryId, reportId: `report_${reports++}`, contact, now });
  await storeTexts(db, { boundaryId, tools: tools.map((tool) => JSON.stringify(tool)) });
}

async function boundaryWith(...tools: Tool[]): Promise<string> {
  const { boundaryId } = await createBoundary(db, { actor: admin, name: "Laptop", heldTools: "block", now });
  await list(boundaryId, tools);
  return boundaryId;
}

const accept = (boundaryId: string, tools: Tool[], actor = admin) =>
  acceptTools(db, { actor, boundaryId, tools: tools.map(shown), now });
const heldNames = async (boundaryId: string) =>
  (await listHeldTools(db, { viewer: admin, boundaryId, most: 9 })).map(({ name }) => name);

test("an admin accepts the tools that were shown, and the audit event has the digest of their hashes", async () => {
  const boundaryId = await boundaryWith(read, write);
  expect(await accept(boundaryId, [read])).toBe(1);
  expect(await heldNames(boundaryId)).toEqual([write.name]);
  const events = await db.$client`
    select convert_from(body, 'UTF8') as body from audit_events where type = 'boundary.tools_accepted'`;
  expect(events.map(({ body }) => JSON.parse(body))).toMatchObject([
    {
      subject: { boundary: boundaryId },
      data: { accepted: 1, digest: expect.stringMatching(/^[\w-]{43}$/) },
    },
  ]);
  expect(events[0]?.body).not.toContain("read_file");
});

test("a tool that changed since it was shown is refused by name, and nothing is accepted", async () => {
  const boundaryId = await boundaryWith(read, write);
  await list(boundaryId, [read, { ...write, description: "Deletes a file." }]);
  await expect(accept(boundaryId, [read, write])).rejects.toMatchObject({
    ...{ code: "conflict", userMessage: expect.stringContaining('opened this page: "write_file". Nothing') },
  });
  expect(await heldNames(boundaryId)).toEqual([read.name, write.name]);
  await list(boundaryId, [read]);
  await expect(accept(boundaryId, [write])).rejects.toMatchObject({ code: "conflict" });
});

test("a tool that no page can show in full can't be accepted", async () => {
  const deep = JSON.parse(`${"[".repeat(100)}${"]".repeat(100)}`);
  for (const inputSchema of [deep, { text: "x".repeat(33_000) }]) {
    const boundaryId = await boundaryWith({ ...read, inputSchema });
    await expect(accept(boundaryId, [{ ...read, inputSchema }])).rejects.toMatchObject({ code: "conflict" });
    expect(await heldNames(boundaryId)).toEqual([read.name]);
  }
});

test("accepting a tool on one boundary accepts it on no other", async () => {
  const [boundaryId, other] = [await boundaryWith(read), await boundaryWith(read)];
  await accept(boundaryId, [read]);
  expect([await heldNames(boundaryId), await heldNames(other)]).toEqual([[], [read.name]]);
});

test("only admins accept tools, and no one accepts tools of a revoked boundary", async () => {
  const boundaryId = await boundaryWith(read);
  await expect(accept(boundaryId, [read], owner)).rejects.toMatchObject({ code: "not_found" });
  const hidden = listHeldTools(db, { viewer: owner, boundaryId, most: 1 });
  await expect(hidden).rejects.toMatchObject({ code: "not_found" });
  await revokeBoundary(db, { actor: admin, boundaryId, now });
  await expect(accept(boundaryId, [read])).rejects.toMatchObject({ code: "not_found" });
  await expect(list(boundaryId, [])).rejects.toMatchObject({ code: "not_found" });
  const contact = { version: "1", kind: "mcp", part: 1, parts: 1 };
  const presence = recordContact(db, { boundaryId, reportId: "none", contact, now });
  await expect(presence).rejects.toMatchObject({ code: "not_found" });
  expect(await heldNames(boundaryId)).toEqual([read.name]);
});

test("an admin whose role ended since their page was opened creates, accepts and revokes nothing", async () => {
  const former = await addPerson(db, { roles: ["admin"], now });
  const boundaryId = await boundaryWith(read);
  await db.$client`update people set roles = '{auditor}' where id = ${former.personId}`;
  const acts = [
    () => createBoundary(db, { actor: former, name: "Laptop", heldTools: "block", now }),
    () => issueBoundaryCode(db, { actor: former, boundaryId, now }),
    () => accept(boundaryId, [read], former),
    () => revokeBoundary(db, { actor: former, boundaryId, now }),
  ];
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "not_found" });
  expect(await heldNames(boundaryId)).toEqual([read.name]);
});
