import { beforeEach, describe, expect, test } from "vitest";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping } from "#lib/boundary/mapping/kept/read-document";
import { saveMapping } from "#lib/boundary/mapping/kept/save-mapping";
import { acceptTools } from "#lib/boundary/registry/accept-tools";
import { changeHeldTools } from "#lib/boundary/registry/change-held-tools";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";
import { issueBoundaryCode } from "#lib/boundary/registry/issue-code";
import { listBoundaries } from "#lib/boundary/registry/list-boundaries";
import { recordContact } from "#lib/boundary/registry/record-contact";
import { storeTexts } from "#lib/boundary/registry/store-texts";
import { auditEvents } from "#lib/policy/testing/workspace";
import { listProposalsAbout } from "#lib/proposals/find-proposals";
import { now, openTwoAdmins } from "./testing/two-admins.ts";

const read: Tool = { name: "read_file", description: "Reads a file." };
const shown = (tool: Tool) => ({ name: tool.name, description: "", schema: "", ...hashTool(tool) });
const written = (type: string) => JSON.stringify({ version: 1, rules: [{ tool: "files/note", type }] });

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
let boundaryId: string;

beforeEach(async () => {
  two = await openTwoAdmins();
  await createBoundary(two.db, { ...two.by(two.ada), name: "Laptop", heldTools: "block" });
  const performed = await two.confirm(two.bo, await two.open());
  expect(performed).toMatchObject({ kind: "code", name: "Laptop", code: expect.any(String) });
  boundaryId = (await listBoundaries(two.db, { viewer: two.ada, now }))[0]?.id ?? "";
  await list(read);
});

async function list(...tools: Tool[]): Promise<void> {
  const hashes = tools.map(shown).map(({ name, description, schema }) => ({
    ...{ name, description_sha256: description, schema_sha256: schema },
  }));
  const contact = { version: "1", kind: "mcp", part: 1, parts: 1, tools: hashes };
  await recordContact(two.db, { boundaryId, reportId: tools[0]?.description as string, contact, now });
  await storeTexts(two.db, { boundaryId, tools: tools.map((tool) => JSON.stringify(tool)) });
}

const find = async () => (await listBoundaries(two.db, { viewer: two.ada, now }))[0];
const accept = (by: object) =>
  acceptTools(two.db, { ...two.by(two.ada), boundaryId, tools: [shown(read)], ...by });

/** The verb proposes and changes nothing; a second admin's confirmation makes the change. */
async function takesTwo(change: (by: object) => Promise<unknown>, state: () => Promise<unknown>) {
  const before = await state();
  await expect(change({ confirmedWith: undefined })).rejects.toMatchObject({ code: "passkey_refused" });
  expect(await change({})).toEqual({ proposalId: expect.stringMatching(/^prp_/) });
  expect(await state()).toEqual(before);
  const about = await listProposalsAbout(two.db, { viewer: two.ada, objectId: boundaryId, now });
  expect(about).toHaveLength(1);
  const performed = await two.confirm(two.bo, await two.open());
  expect(await state()).not.toEqual(before);
  return performed;
}

describe("where two admins are required, one alone does not", () => {
  test("create an enrollment code for a boundary, which could replace its key", async () => {
    const codes = () => two.db.$client`select code_hash from boundary_enrollment_codes`;
    const performed = await takesTwo(
      (by) => issueBoundaryCode(two.db, { ...two.by(two.ada), boundaryId, ...by }),
      async () => [...(await codes())],
    );
    expect(performed).toMatchObject({ kind: "code", code: expect.any(String) });
  });

  test("let calls to held tools be approved; to block them takes one admin", async () => {
    const change = (by: object) =>
      changeHeldTools(two.db, {
        ...{ ...two.by(two.ada), boundaryId, seen: "block" as const, heldTools: "step_up" as const, ...by },
      });
    await takesTwo(change, async () => (await find())?.heldTools);
    const back = { boundaryId, seen: "step_up", heldTools: "block" } as const;
    await changeHeldTools(two.db, { ...two.by(two.ada), ...back });
    expect((await find())?.heldTools).toBe("block");
    await expect(changeHeldTools(two.db, { ...two.by(two.ada), ...back })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("accept a tool, and the record names both admins", async () => {
    await takesTwo(accept, async () => (await find())?.tools.accepted);
    expect(await auditEvents(two.db, "boundary.tools_accepted")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { proposed_by: two.ada.personId } },
    ]);
  });

  test("change a mapping, which could give a call an auto-approved type", async () => {
    const save = (by: object) =>
      saveMapping(two.db, { ...two.by(two.ada), boundaryId, seen: null, written: written("a"), ...by });
    await takesTwo(save, async () => (await findLiveMapping(two.db, boundaryId))?.document);
    expect(await findLiveMapping(two.db, boundaryId)).toMatchObject({
      ...{ version: 1, createdBy: two.bo.personId, proposedBy: two.ada.personId },
    });
  });

  test("end a mapping, so that the boundary's own file applies", async () => {
    const save = (text: string, seen: string | null, by: object) =>
      saveMapping(two.db, { ...two.by(two.ada), boundaryId, seen, written: text, ...by });
    await save(written("a"), null, {});
    await two.confirm(two.bo, await two.open());
    const seen = (await findLiveMapping(two.db, boundaryId))?.digest ?? null;
    const live = async () => (await findLiveMapping(two.db, boundaryId))?.document;
    await takesTwo((by) => save(noMapping, seen, by), live);
    expect(await live()).toBe(noMapping);
  });
});

test("a tool that changed after its acceptance was proposed isn't accepted, and the proposal ends", async () => {
  await accept({});
  const proposal = await two.open();
  await list({ ...read, description: "Deletes a file." });
  await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({
    ...{
      code: "conflict",
      userMessage: expect.stringContaining('"read_file" changed since this was proposed'),
    },
  });
  expect((await find())?.tools).toMatchObject({ accepted: 0, added: 1 });
  expect(await listProposalsAbout(two.db, { viewer: two.ada, objectId: boundaryId, now })).toEqual([]);
});

test("of two proposed mappings, the one that is confirmed later is refused", async () => {
  for (const type of ["a", "b"])
    await saveMapping(two.db, { ...two.by(two.ada), boundaryId, seen: null, written: written(type) });
  const both = await listProposalsAbout(two.db, { viewer: two.ada, objectId: boundaryId, now });
  const [first, second] = both;
  if (!first || !second) return expect.unreachable("two proposals are open");
  await two.confirm(two.bo, first);
  await expect(two.confirm(two.bo, second)).rejects.toMatchObject({ code: "conflict" });
  expect((await findLiveMapping(two.db, boundaryId))?.version).toBe(1);
});
