import { expect, test } from "vitest";
import { CallingBoundary, shown } from "#app/api/boundary/testing/calling-boundary";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findLiveMapping, mappingFor } from "#lib/boundary/mapping/kept/mapping-for";
import { findBoundary, listBoundaries } from "#lib/boundary/registry/list-boundaries";
import { acceptance } from "./acceptance.ts";
import { creation, heldToolsChange, newCode } from "./boundary-acts.ts";
import { mappingChange, mappingEnd } from "./mapping-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, time } = workspace;
const read = { name: "read_file", description: "Reads a file." };
const write = { name: "write_file", description: "Writes a file." };

const find = (boundaryId: string) => findBoundary(db, { viewer: admin.viewer, boundaryId, now: time.now });
const fieldsFor = (boundaryId: string, ...tools: { name: string }[]) => ({
  ...{ boundaryId, tools: JSON.stringify(tools.map(shown)) },
});

async function boundaryWithTools(): Promise<CallingBoundary> {
  const boundary = await CallingBoundary.enroll(workspace, admin);
  await boundary.contact([read, write]);
  await boundary.texts([read, write]);
  return boundary;
}

test("an admin's passkey creates exactly the boundary it confirms", async () => {
  const fields = { name: "Build machine", heldTools: "block" };
  const { act, question } = await questionFor(creation, admin, formOf(fields));
  expect(act).toMatch(/^boundary\/create\/[\w-]{43}$/);
  expect(question.title).toBe("Create Build machine?");
  await expectRefusedForOthers(creation, admin, fields, [{ name: "Other" }, { heldTools: "step_up" }]);
  expect(await listBoundaries(db, { viewer: admin.viewer, now: time.now })).toEqual([]);
  const created = await confirmAndPerform(creation, admin, formOf(fields));
  if (!("boundaryId" in created)) return expect.unreachable("one admin is enough");
  expect(created.boundaryId).toMatch(/^bnd_/);
  const code = await confirmAndPerform(newCode, admin, formOf({ boundaryId: created.boundaryId }));
  expect(code).toMatchObject({ code: expect.stringMatching(/^[\dA-Z-]{14}$/) });
});

test("an admin's passkey accepts exactly the tools that were shown", async () => {
  const boundary = await boundaryWithTools();
  const fields = fieldsFor(boundary.id, read);
  await expectRefusedForOthers(acceptance, admin, fields, [
    { tools: JSON.stringify([shown(write)]) },
    { tools: JSON.stringify([read, write].map(shown)) },
  ]);
  expect(await find(boundary.id)).toMatchObject({ tools: { accepted: 0, added: 2 } });
  await confirmAndPerform(acceptance, admin, formOf(fields));
  expect(await find(boundary.id)).toMatchObject({ tools: { accepted: 1, added: 1 } });
});

test("a tool that changed since the page was opened is refused by name before a passkey is asked for", async () => {
  const boundary = await boundaryWithTools();
  await boundary.contact([read, { ...write, description: "Deletes a file." }]);
  const attempt = questionFor(acceptance, admin, formOf(fieldsFor(boundary.id, read, write)));
  await expect(attempt).rejects.toMatchObject({
    ...{ code: "conflict", userMessage: expect.stringContaining('opened this page: "write_file". Nothing') },
  });
});

test("an admin's passkey changes what happens to held tools, from what the page showed", async () => {
  const boundary = await boundaryWithTools();
  const fields = { boundaryId: boundary.id, heldTools: "step_up" };
  const other = await boundaryWithTools();
  await expectRefusedForOthers(heldToolsChange, admin, fields, [{ boundaryId: other.id }]);
  const { question } = await questionFor(heldToolsChange, admin, formOf(fields));
  expect(question.facts).toEqual([
    { label: "Before", value: "Blocked" },
    { label: "After", value: "Need approval, each call" },
  ]);
  await confirmAndPerform(heldToolsChange, admin, formOf(fields));
  expect(await find(boundary.id)).toMatchObject({ heldTools: "step_up" });
});

const mappingOf = (...rules: object[]) => JSON.stringify({ version: 1, rules });
const note = { tool: "files/note", type: "files.write" };
const copy = { tool: "files/copy", type: "files.write" };

test("an admin's passkey saves exactly the mapping it confirms, over the one that the page showed", async () => {
  const boundary = await boundaryWithTools();
  const fields = { boundaryId: boundary.id, seen: "", written: mappingOf(note) };
  await expectRefusedForOthers(mappingChange, admin, fields, [{ written: mappingOf(copy) }]);
  expect(await findLiveMapping(db, boundary.id)).toBeUndefined();
  await confirmAndPerform(mappingChange, admin, formOf(fields));
  const live = await findLiveMapping(db, boundary.id);
  expect(live?.document).toBe(JSON.stringify({ rules: [note], version: 1 }));

  const next = { ...fields, seen: live?.digest ?? "", written: mappingOf(copy, { ...note, type: "a" }) };
  const { act, question } = await questionFor(mappingChange, admin, formOf(next));
  expect(act).toContain(`boundary/mapping/${boundary.id}/`);
  expect(question.facts).toEqual([
    { label: "Added rules", value: '1. { "tool": "files/copy", "type": "files.write" }' },
    {
      label: "Changed rules",
      value:
        '2. { "tool": "files/note", "type": "a" }\nBefore: { "tool": "files/note", "type": "files.write" }',
    },
  ]);
  expect(question.consequences.join()).not.toContain("own file");
  // A stale tab: the mapping that it shows is no longer live.
  await confirmAndPerform(mappingChange, admin, formOf(next));
  const stale = questionFor(mappingChange, admin, formOf({ ...next, written: mappingOf() }));
  await expect(stale).rejects.toMatchObject({
    ...{ code: "conflict", userMessage: expect.stringContaining("so nothing was saved") },
  });
});

test("the review of a mapping warns of types that other live mappings have", async () => {
  const [staging, production] = [await boundaryWithTools(), await boundaryWithTools()];
  const review = async (boundaryId: string, ...rules: object[]) => {
    const seen = (await findLiveMapping(db, boundaryId))?.digest ?? "";
    const form = formOf({ boundaryId, seen, written: mappingOf(...rules) });
    return { form, ...(await questionFor(mappingChange, admin, form)).question };
  };
  const type = "refund.create";
  const first = await review(staging.id, { ...note, type });
  expect(JSON.stringify(first)).not.toContain("Shared types");
  await confirmAndPerform(mappingChange, admin, first.form);
  const second = await review(production.id, { ...note, type: "a.b" }, { ...copy, type });
  const warning = { label: "Shared types", value: `Build machine: ${type}` };
  expect(second.facts).toContainEqual(warning);
  expect(second.consequences.join()).toContain("calls of all these boundaries");
  const again = await review(staging.id, { ...note, type: "a.b" });
  expect(JSON.stringify(again)).not.toContain("Shared types");
});

test("the review of a mapping warns of parameters that it adds and a schema doesn't allow", async () => {
  const { id } = await boundaryWithTools();
  const review = async (rule: object) => {
    const form = formOf({ boundaryId: id, seen: "", written: mappingOf({ ...note, ...rule }) });
    return (await questionFor(mappingChange, admin, form)).question.consequences.join();
  };
  const type = "refund.create";
  expect(await review({ type, params: { amount: "/amount" } })).toContain(
    "The schema of refund.create doesn't allow tool and arguments, so Countersign will reject calls with them. Add both to the schema, or give the rule a fixed audience.",
  );
  expect(await review({ type, audience: "https://api.example" })).not.toContain("doesn't allow");
  expect(await review({ type: "note.write" })).not.toContain("doesn't allow");
});

test("an admin's passkey ends the live mapping, after all rules that end were shown", async () => {
  const boundary = await boundaryWithTools();
  const first = formOf({ boundaryId: boundary.id, seen: "", written: mappingOf(note) });
  const { question: start } = await questionFor(mappingChange, admin, first);
  expect(start.consequences).toContain("The rules of the boundary's own file no longer apply.");
  await confirmAndPerform(mappingChange, admin, first);
  const fields = { boundaryId: boundary.id, seen: (await findLiveMapping(db, boundary.id))?.digest ?? "" };
  const other = await boundaryWithTools();
  const changed = formOf({ boundaryId: other.id, seen: "", written: mappingOf(note) });
  await confirmAndPerform(mappingChange, admin, changed);
  await expectRefusedForOthers(mappingEnd, admin, fields, [{ boundaryId: other.id }]);
  const { question } = await questionFor(mappingEnd, admin, formOf(fields));
  expect(question.facts).toEqual([
    { label: "Removed rules", value: '1. { "tool": "files/note", "type": "files.write" }' },
  ]);
  const used = { boundaryId: boundary.id, usedDigest: undefined };
  expect(await mappingFor(db, used)).not.toBeNull();
  await confirmAndPerform(mappingEnd, admin, formOf(fields));
  expect(await mappingFor(db, used)).toBeNull();
  const stale = questionFor(mappingEnd, admin, formOf(fields));
  await expect(stale).rejects.toMatchObject({ code: "conflict" });
});

test("an error in a mapping is shown at its field, with the JSON Pointer", async () => {
  const boundary = await boundaryWithTools();
  const form = formOf({ boundaryId: boundary.id, seen: "", written: mappingOf({ ...note, typ: "a" }) });
  await expect(questionFor(mappingChange, admin, form)).rejects.toMatchObject({
    errors: { written: expect.stringContaining("/rules/0/typ is unknown") },
  });
});
