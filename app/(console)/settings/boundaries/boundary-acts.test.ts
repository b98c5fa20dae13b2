import { expect, test } from "vitest";
import { CallingBoundary, shown } from "#app/api/boundary/testing/calling-boundary";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { findBoundary, listBoundaries } from "#lib/boundary/registry/list-boundaries";
import { acceptance, creation, newCode } from "./boundary-acts.ts";

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
  expect(created).toMatchObject({ boundaryId: expect.stringMatching(/^bnd_/) });
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
