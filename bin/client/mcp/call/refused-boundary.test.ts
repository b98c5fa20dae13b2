import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { createContact } from "../../boundary/contact.ts";
import { startFakeServer } from "../../testing/fake-server.ts";
import { testIo } from "../../testing/test-io.ts";
import { ConsolePins } from "./console-pins.ts";
import { changeSince, planCall } from "./plan-call.ts";

const server = await startFakeServer();
const folder = mkdtempSync(join(tmpdir(), "countersign-refused-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function atRefusedBoundary() {
  server.answers(() => ({ status: 401, body: { code: "key_revoked", detail: "Gone." } }));
  const [io, mapping] = [testIo(), readMapping({ version: 1 })];
  const credentials = { url: server.url, boundary: "bnd_1", key: (await newKeyPair()).privateKey };
  const about = { io, version: "1", kind: "mcp", credentials, lastAnswer: join(folder, "accepted") };
  const consolePins = new ConsolePins(createContact({ ...about, mapping }), io.now);
  const tools = [{ name: "note" }];
  // biome-ignore lint/suspicious/noExplicitAny: the parts of an agent's side that a plan reads
  const side: any = { tools: { find: async () => tools[0], all: async () => tools, forget: () => {} } };
  return { mapping, consolePins, server: "files", side };
}

const request = { params: { name: "note" } };
const stopped = { why: "refused", message: expect.stringContaining("Gone. (key_revoked)") };

test("a call at a refused boundary stops with the server's words instead of waiting for an admin", async () => {
  expect(await planCall(request, await atRefusedBoundary())).toEqual({ stopped });
});

test("a call that waited stops at a boundary that was refused since, also where no file pins tools", async () => {
  const waited = { ...(await atRefusedBoundary()), binding: { digest: "of the waiting call" } };
  expect(await changeSince(request, waited)).toEqual(stopped);
});
