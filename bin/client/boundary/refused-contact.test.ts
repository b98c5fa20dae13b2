import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";
import { type FakeAnswer, startFakeServer } from "../testing/fake-server.ts";
import { testIo } from "../testing/test-io.ts";
import { createContact } from "./contact.ts";

const server = await startFakeServer();
const folder = mkdtempSync(join(tmpdir(), "countersign-refused-"));
afterAll(() => rmSync(folder, { recursive: true }));
const note: Tool = { name: "note", description: "Takes a note." };
const mapping = readMapping({ version: 1, tools: { note: hashTool(note) } });
const accepts = {
  status: 200,
  body: { held_tools: "block", mapping: null, tools: { accepted: { note: hashTool(note) }, wanted: [] } },
};

const { privateKey: key } = await newKeyPair();
let contacts = 0;
function open() {
  const credentials = { url: server.url, boundary: "bnd_1", key };
  const lastAnswer = join(folder, `${contacts++}.accepted`);
  return createContact({ io: testIo(), version: "1", kind: "mcp", credentials, lastAnswer, mapping });
}

const refusals: [string, FakeAnswer, string][] = [
  [
    "a limit",
    { status: 429, body: { code: "rate_limited", detail: "Too many." } },
    "Too many. (rate_limited)",
  ],
  ["a revocation", { status: 401, body: { code: "key_revoked", detail: "Gone." } }, "Gone. (key_revoked)"],
  [
    "a clock that is off",
    { status: 401, body: { code: "stale_timestamp", detail: "Check your clock." } },
    "Check your clock. (stale_timestamp)",
  ],
  ["an older server", { status: 404 }, "unexpected response: HTTP 404 (http_404)"],
  ["a maintenance page", { status: 200, body: "Back soon." }, "the server's answer isn't one to a contact"],
];

test.each(refusals)(
  "after %s every call is held with the server's words, also while it is down, until an answer",
  async (_, refused, fault) => {
    for (const name of ["check", "report"] as const) {
      const contact = open();
      server.answers(() => accepts);
      expect([...(await contact.report([note])).accepted.keys()]).toEqual(["note"]);
      server.answers(() => refused);
      const answered = await contact[name]([note]);
      if (name === "report") expect(answered).toEqual({ accepted: new Map(), heldTools: "block" });
      expect(contact.kept.inUse).toEqual({ fault, isRefused: true });
      server.answers(() => "drop");
      await contact.check();
      expect((await contact.report([note])).accepted.size).toBe(0);
      expect(contact.kept.inUse).toEqual({ fault, isRefused: true });
      server.answers(() => accepts);
      await contact.check();
      expect(contact.kept.inUse).toMatchObject({ mapping });
    }
  },
);
