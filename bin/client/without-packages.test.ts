import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Receipt, UnsignedReceipt } from "#lib/receipts/receipt";
import { newKeyPair } from "./agent/keys.mjs";
import { exampleReceipt } from "./testing/example-receipt.ts";

const root = new URL("../../", import.meta.url).pathname;
/** A clone of the program without installed packages. */
const clone = mkdtempSync(join(tmpdir(), "countersign-clone-"));
afterAll(() => rmSync(clone, { recursive: true }));
for (const folder of ["bin", "lib"])
  cpSync(join(root, folder), join(clone, folder), {
    recursive: true,
    filter: (source) => !/\.tsx?$|\/testing$|\/bin\/test$/.test(source),
  });
const credentials = join(clone, "credentials.json");
const key = newKeyPair().privateKey;
writeFileSync(credentials, JSON.stringify({ url: "http://127.0.0.1:9", agent: "agt_1", key }), {
  mode: 0o600,
});

function run(args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const program = join(clone, "bin/countersign");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

test.each([
  ["mcp --listen", ["--listen", "127.0.0.1:0", "--no-client-token", "--server", "x", "--", "true"]],
  ["mcp --upstream", ["--server", "x", "--upstream", "http://127.0.0.1:9/mcp"]],
])("%s without installed packages names the package and what to do, in one sentence", async (_, options) => {
  const { code, stderr } = await run(["mcp", "--file", credentials, ...options]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^this command needs the package @modelcontextprotocol\/\w+, which isn't installed\. Run "npm ci" in \S+, then repeat the command\n$/,
  );
});

function written(value: object): string {
  const path = join(clone, `${Math.random()}.json`);
  writeFileSync(path, JSON.stringify(value));
  return path;
}

const ofCommand: Descriptor = {
  intent: "Run a command",
  sentence: "Run {currency}",
  fields: [{ path: "/currency", label: "Command", format: "command" }],
};

function receiptOfCommand(change?: (receipt: UnsignedReceipt) => void): Promise<Receipt> {
  const reading = { inspectable: true, reasons: [], steps: [], comments: [] };
  return exampleReceipt({ descriptor: ofCommand, read: () => reading, change });
}

test("without installed packages a command's receipt is neither valid nor forged", async () => {
  const receipt = await receiptOfCommand();
  const [pinned, unpinned] = await Promise.all([
    run(["verify", written(receipt), "--jwks", written(receipt.keys)]),
    run(["verify", written(receipt), "--unpinned", "--json"]),
  ]);
  expect([pinned.code, pinned.stdout.split("\n")[0], pinned.stderr]).toEqual([
    53,
    expect.stringMatching(/^NOT CHECKED\. .* Run npm ci in the folder of Countersign/),
    expect.stringContaining("web-tree-sitter"),
  ]);
  expect([unpinned.code, JSON.parse(unpinned.stdout).valid]).toEqual([53, false]);
});

test("without installed packages a forged receipt of a command is found to be forged", async () => {
  const renamed = await receiptOfCommand();
  renamed.approver.name = "Mallory";
  const described = await receiptOfCommand((receipt) => {
    receipt.descriptor = { ...ofCommand, intent: "List files" };
  });
  for (const { code, stdout } of await Promise.all([
    run(["verify", written(renamed), "--jwks", written(renamed.keys)]),
    run(["verify", written(described)]),
  ]))
    expect([code, stdout]).toEqual([50, expect.stringMatching(/^INVALID\. /)]);
});
