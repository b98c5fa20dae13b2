import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newKeyPair } from "./agent/keys.mjs";

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

function run(args: string[]): Promise<{ code: unknown; stderr: string }> {
  const program = join(clone, "bin/countersign");
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
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
