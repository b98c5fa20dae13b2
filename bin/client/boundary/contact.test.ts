import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { acceptTools } from "#lib/boundary/registry/accept-tools";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import { listHeldTools } from "#lib/boundary/registry/list-tools";
import { revokeBoundary } from "#lib/boundary/registry/revoke-boundary";
import { main } from "../main.ts";
import { openListeningWorkspace } from "../mcp/testing/listening-workspace.ts";
import { testIo } from "../testing/test-io.ts";
import { createContact } from "./contact.ts";
import { type BoundaryCredentials, readBoundaryCredentials } from "./register.ts";

const { workspace, admin, folder, url, start, stop } = await openListeningWorkspace();
const { db, time } = workspace;
const viewer = admin.viewer;
const note: Tool = { name: "note", description: "Takes a note." };
const extra: Tool = { name: "extra", description: "Does more." };
const both = { [note.name]: hashTool(note), [extra.name]: hashTool(extra) };

let boundaries = 0;

async function register(): Promise<{ path: string; credentials: BoundaryCredentials }> {
  const created = { actor: viewer, name: "Laptop", heldTools: "block" as const, now: time.now };
  const { code } = await createBoundary(db, created);
  const path = join(folder, `boundary-${++boundaries}.json`);
  const io = testIo();
  expect([
    await main(["boundary", "register", "--url", url, "--code", code, "--file", path], io),
    io.stderr,
  ]).toEqual([0, expect.stringContaining("Registered as bnd_")]);
  return { path, credentials: readBoundaryCredentials(path) };
}

function contactOf({ path, credentials }: Awaited<ReturnType<typeof register>>, file: object = {}) {
  const options = {
    io: testIo(),
    credentials,
    version: "1.0.0",
    kind: "mcp",
    lastAnswer: `${path}.accepted`,
  };
  return createContact({ ...options, mapping: readMapping({ version: 1, ...file }) });
}

async function accept(boundaryId: string, ...tools: Tool[]): Promise<void> {
  const shown = tools.map((tool) => ({
    name: tool.name,
    ...(hashTool(tool) ?? { description: "", schema: "" }),
  }));
  await acceptTools(db, { actor: viewer, boundaryId, tools: shown, now: time.now });
}

const known = await register();
await contactOf(known).report([note]);
await accept(known.credentials.boundary, note);
afterAll(start);

test("a boundary is registered with a key in a file that only its user can read", async () => {
  expect(statSync(known.path).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(known.path, "utf8"))).toEqual({
    ...{ url, boundary: expect.stringMatching(/^bnd_/), key: expect.stringMatching(/^whsk_/) },
  });
  const again = testIo();
  const args = ["boundary", "register", "--url", url, "--code", "0000", "--file", known.path];
  expect(await main(args, again)).toBe(2);
  expect(again.stderr).toContain("already exists");
});

test("a tool is accepted once an admin accepts it in the console, whatever the mapping file accepts", async () => {
  const boundary = await register();
  const contact = contactOf(boundary, { tools: both, held_tools: "step_up" });
  const { accepted, heldTools } = await contact.report([note, extra]);
  expect([...accepted.keys(), heldTools]).toEqual(["block"]);
  await accept(boundary.credentials.boundary, note);
  expect((await contact.report([note, extra])).accepted).toEqual(new Map([["note", hashTool(note)]]));
});

test("2,000 tools arrive in parts and can be read, also when two reports interrupt each other", async () => {
  const boundary = await register();
  const tools = Array.from({ length: 2000 }, (_, n) => ({ ...note, name: `note_${n}` }));
  await Promise.all([contactOf(boundary).report(tools), contactOf(boundary).report(tools)]);
  const boundaryId = boundary.credentials.boundary;
  const { tools: counts } = await findBoundary(db, { viewer, boundaryId, now: time.now });
  expect(counts).toEqual({ accepted: 0, added: 2000, changed: 0, gone: 0 });
  const [first] = await listHeldTools(db, { viewer, boundaryId, most: 1 });
  expect(JSON.parse(first?.seenText ?? "")).toEqual(tools[0]);
});

test("a tool that can't be reported, or is listed twice, is never accepted", async () => {
  const boundary = await register();
  const hostile = [{ ...note, name: "a\u0000b" }, { ...note, name: "\ud800" }, { name: "x".repeat(257) }];
  const twice = [extra, { ...extra, description: "Does less." }, extra];
  await contactOf(boundary).report([note, ...hostile, ...twice]);
  const boundaryId = boundary.credentials.boundary;
  const held = await listHeldTools(db, { viewer, boundaryId, most: 9 });
  expect(held.map(({ name }) => name)).toEqual(["note"]);
});

test("a revoked boundary holds every tool", async () => {
  const boundary = await register();
  const contact = contactOf(boundary, { tools: both, held_tools: "step_up" });
  await contact.report([note]);
  await accept(boundary.credentials.boundary, note);
  const by = { actor: viewer, now: time.now };
  await revokeBoundary(db, { ...by, boundaryId: boundary.credentials.boundary });
  expect(await contact.report([note])).toEqual({ accepted: new Map(), heldTools: "block" });
});

test("while the server can't be reached, the last answer on disk only holds more tools", async () => {
  await contactOf(known).report([note]);
  await stop();
  const namesWith = async (file: object) => [
    ...(await contactOf(known, file).report([note, extra])).accepted.keys(),
  ];
  expect(await namesWith({ tools: both })).toEqual(["note"]);
  expect(await namesWith({ tools: { extra: hashTool(extra) } })).toEqual([]);
  expect(await namesWith({})).toEqual([]);
  const last = `${known.path}.accepted`;
  const forged = { ...JSON.parse(readFileSync(last, "utf8")), tools: both, held_tools: "step_up" };
  writeFileSync(last, JSON.stringify(forged));
  expect(await namesWith({ tools: { note: hashTool(note) } })).toEqual(["note"]);
  const pins = await contactOf(known, { tools: both, held_tools: "block" }).report([note]);
  expect(pins.heldTools).toBe("block");
  rmSync(last);
  expect(await namesWith({ tools: both })).toEqual(["note", "extra"]);
  expect(await namesWith({})).toEqual([]);
});
