import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { hostile } from "../testing/hostile-text.ts";
import { testIo } from "../testing/test-io.ts";
import { createContact } from "./contact.ts";
import { KeptMapping } from "./fresh-mapping.ts";
import { keepLastAnswer } from "./last-answer.ts";

const folder = mkdtempSync(join(tmpdir(), "countersign-kept-"));
afterAll(() => rmSync(folder, { recursive: true }));
const mapping = readMapping({ version: 1, rules: [{ tool: "a", type: "of.file" }] });
const written = (type: string) => JSON.stringify({ rules: [{ tool: "a", type }], version: 1 });
const sent = (document: string) => ({
  digest: createHash("sha256").update(document).digest("base64url"),
  document,
});

function opened() {
  const lines: string[] = [];
  const kept = new KeptMapping({ mapping, digest: "of-file", isGiven: true }, (line) => lines.push(line));
  return { kept, lines };
}
const typeOf = ({ inUse }: KeptMapping) => ("mapping" in inUse ? inUse.mapping.rules[0]?.type : "held");

test("the mapping in Countersign applies instead of the file's, which is said once", () => {
  const { kept, lines } = opened();
  expect([typeOf(kept), kept.digest]).toEqual(["of.file", "of-file"]);
  expect(kept.take(null)).toBe(false);
  const first = sent(written("of.console"));
  expect(kept.take(first)).toBe(true);
  expect([typeOf(kept), kept.digest]).toEqual(["of.console", first.digest]);
  expect(kept.take({ digest: first.digest })).toBe(false);
  expect(lines).toEqual([expect.stringContaining("The rules of --map don't.")]);
});

test.each([
  ["another digest", { ...sent(written("b")), digest: sent("").digest }],
  ["no text", { digest: sent("").digest }],
  ["an unknown version", sent('{"version":2}')],
  ["an unknown member", sent('{"version":1,"rules":[{"tool":"a","type":"b","new":1}]}')],
  ["two members of one name", sent('{"version":1,"version":1}')],
  ["no JSON", sent("{")],
  ["a control character in its error", sent(JSON.stringify({ version: 1, [hostile]: 1 }))],
  ["another kind of value", 7],
])("a mapping with %s holds every call, also where there is a file or an older mapping", (_, given) => {
  const { kept, lines } = opened();
  kept.take(sent(written("of.console")));
  expect(kept.take(given)).toBe(true);
  expect([typeOf(kept), kept.digest]).toEqual(["held", undefined]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the text must not contain them
  expect(lines.join("").replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(kept.take(sent(written("next")))).toBe(true);
  expect(typeOf(kept)).toBe("next");
});

const { privateKey: key } = await newKeyPair();
let files = 0;
/** A boundary that can't reach Countersign, with a file of the last answer. */
function offline(content?: string | ((path: string) => void)) {
  const lastAnswer = join(folder, `${files++}.accepted`);
  if (typeof content === "string") writeFileSync(lastAnswer, content);
  else content?.(lastAnswer);
  const credentials = { url: "http://127.0.0.1:9", boundary: "bnd_1", key };
  const about = { io: testIo(), version: "1", kind: "mcp", credentials, lastAnswer };
  return createContact({ ...about, mapping, mappingDigest: "of-file" });
}
const saved = (given: unknown, boundary = "bnd_1") =>
  offline((path) =>
    keepLastAnswer(path, boundary, { accepted: new Map(), heldTools: "block", mapping: given }),
  );

test("while Countersign can't be reached, the mapping of its last answer applies", async () => {
  const contact = saved(sent(written("of.console")));
  await contact.check();
  expect(typeOf(contact.kept)).toBe("of.console");
  expect(typeOf(saved(sent(written("of.console")), "bnd_2").kept)).toBe("of.file");
  expect(typeOf(offline().kept)).toBe("of.file");
});

test("a saved mapping that is damaged or was changed on disk holds every call", () => {
  for (const content of ["", "{", "[", '{"boundary":"bnd_1","mapping":{"digest":"x","document":"{}"}}'])
    expect(typeOf(offline(content).kept), content).toBe("held");
  expect(typeOf(saved({ ...sent(written("a")), document: written("b") }).kept)).toBe("held");
});

test("a mapping that couldn't be read is saved as it was sent, and holds every call after a restart", () => {
  const { kept } = opened();
  kept.take(sent('{"version":2}'));
  expect(typeOf(saved(kept.sent).kept)).toBe("held");
});

test("an answer without tools keeps the accepted tools of the last one", () => {
  const path = join(folder, `${files++}.accepted`);
  const hash = "a".repeat(43);
  const accepted = new Map([["note", { description: hash, schema: hash }]]);
  keepLastAnswer(path, "bnd_1", { accepted, heldTools: "step_up", mapping: undefined });
  keepLastAnswer(path, "bnd_1", { mapping: sent("{}") });
  const content = JSON.parse(readFileSync(path, "utf8"));
  expect(content).toMatchObject({ held_tools: "step_up", mapping: sent("{}") });
  expect(Object.keys(content.tools)).toEqual(["note"]);
});
