import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newKeyPair } from "#client/keys";
import { openCommandReader } from "#lib/descriptors/commands/open-reader";
import { prepareClient } from "../setup/bundle-client.ts";
import { client, repository } from "../setup/repository.mjs";
import { exampleReceipt } from "./testing/example-receipt.ts";

await prepareClient();
/** A machine with the one file, and without the repository and its packages. */
const machine = mkdtempSync(join(tmpdir(), "countersign-machine-"));
afterAll(() => rmSync(machine, { recursive: true }));
const program = join(machine, "countersign.cjs");
cpSync(client, program);

function run(args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: machine }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

function written(value: object): string {
  const path = join(machine, `${Math.random()}.json`);
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
  return path;
}

test("the file alone reads and verifies the receipt of a shell command", async () => {
  const receipt = await exampleReceipt({
    descriptor: {
      intent: "Run a command",
      sentence: "Run {currency}",
      fields: [{ path: "/currency", label: "Command", format: "command" }],
    },
    read: (await openCommandReader()).read,
  });
  const verified = await run([program, "verify", written(receipt), "--jwks", written(receipt.keys)]);
  expect(verified).toEqual({ code: 0, stdout: expect.stringMatching(/^VALID\. /), stderr: "" });
});

test.each([
  ["mcp", ["--server", "x", "--upstream", "http://127.0.0.1:9/mcp", "--print-tools"]],
  ["mcp --listen", ["--listen", "127.0.0.1:9", "--no-client-token", "--server", "x", "--upstream", "x:"]],
])("the file alone contains what %s needs", async (_, options) => {
  const key = (await newKeyPair()).privateKey;
  const credentials = written({ url: "http://127.0.0.1:9", agent: "agt_1", key });
  const { stderr } = await run([program, "mcp", "--file", credentials, ...options]);
  expect(stderr).not.toMatch(/Unexpected error|Cannot find/);
});

test("the file contains the license of each package in it, and Countersign's", () => {
  const text = readFileSync(program, "utf8");
  const bundled = [...text.matchAll(/^ *\/\/ node_modules\/((?:@[^/]+\/)?[^/\n]+)\//gm)].map(
    ([, name = ""]) => name,
  );
  expect(bundled.length).toBeGreaterThan(5);
  const notices = text.split("\n/*! ");
  for (const name of [...bundled, "countersign-server", "tree-sitter-bash"])
    expect(notices.find((notice) => notice.startsWith(`${name} `))).toMatch(/Permission|TERMS/);
});

test("in a checkout where the file isn't built, the program says what to run, and a hook blocks the call", async () => {
  for (const file of ["bin/countersign", "bin/setup/repository.mjs"]) {
    mkdirSync(join(machine, file, ".."), { recursive: true });
    cpSync(join(repository, file), join(machine, file));
  }
  writeFileSync(join(machine, "package.json"), JSON.stringify({ type: "module" }));
  expect(await run([join(machine, "bin/countersign"), "hook"])).toEqual({
    code: 2,
    stdout: "",
    stderr: `The command line isn't built. Run "node bin/setup.mjs --client" in ${machine}, then repeat the command.\n`,
  });
});
