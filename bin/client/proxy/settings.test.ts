import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openAgentSide } from "../testing/agent-side.ts";
import { testIo } from "../testing/test-io.ts";
import { readSettings } from "./settings.ts";

const { folder, run } = await openAgentSide();
const map = join(folder, "map.json");
writeFileSync(map, '{"version": 1, "rules": [{"tool": "GET *", "type": "data.read", "audiense": "x"}]}');
const upstream = ["--upstream", "https://api.example"];
const here = ["--no-client-token"];
const env = { SHORT: "too-short", TOKEN: "t".repeat(24), KEY: "Bearer k", LINES: "a\nb: c" };

test.each<[string, string[]]>([
  ["no upstream", []],
  ["an upstream with a path", ["--upstream", "https://api.example/v1"]],
  ["an upstream with a query", ["--upstream", "https://api.example?a"]],
  ["an upstream with a password", ["--upstream", "https://user:password@api.example"]],
  ["an upstream over plain http", ["--upstream", "http://api.example"]],
  ["an upstream that only looks local", ["--upstream", "http://127.0.0.1.evil.example"]],
  ["an upstream that isn't HTTP", ["--upstream", "file:///etc/passwd"]],
  ["an argument", [...upstream, "api.example"]],
  ["an address without a port", [...upstream, "--listen", "127.0.0.1"]],
  ["a port that doesn't exist", [...upstream, "--listen", "127.0.0.1:70000"]],
  ["another interface without a client token", [...upstream, "--listen", "0.0.0.0:8790"]],
  ["a client token that isn't set", [...upstream, "--client-token-env", "NONE"]],
  ["a client token that is short", [...upstream, "--client-token-env", "SHORT"]],
  ["a header without a variable", [...upstream, "--upstream-header-env", "Authorization"]],
  ["a header whose variable isn't set", [...upstream, "--upstream-header-env", "Authorization=NONE"]],
  ["a header of two lines", [...upstream, "--upstream-header-env", "Authorization=LINES"]],
  ["a header that is signed", [...upstream, "--upstream-header-env", "Content-Type=KEY"]],
  ["the header Host", [...upstream, "--upstream-header-env", "Host=KEY"]],
  ["a mapping with an unknown member", [...upstream, "--map", map]],
])("%s is a usage error", async (_, args) => {
  await expect(readSettings([...here, ...args], testIo({ env }))).rejects.toMatchObject({ exit: "usage" });
});

test("without a client token the proxy starts only if told to serve every program", async () => {
  await expect(readSettings(upstream, testIo({ env }))).rejects.toThrow("--no-client-token");
  expect((await readSettings([...upstream, ...here], testIo({ env }))).clientToken).toBeUndefined();
});

test("a usage error ends the command, and nothing listens", async () => {
  const { code, io } = await run(["proxy", ...here, "--upstream", "http://api.example"]);
  expect([code, io.stderr]).toEqual([2, expect.stringContaining("must be an https address")]);
});

test("the proxy listens on this machine only, and holds a call for 30 seconds", async () => {
  const settings = await readSettings(
    [...upstream, ...here, "--upstream-header-env", "Authorization=KEY"],
    testIo({ env }),
  );
  expect(settings).toMatchObject({
    ...{ listen: { host: "127.0.0.1" }, isLoopback: true, holdSeconds: 30, mostBytes: 20_971_520 },
    credentials: { authorization: "Bearer k" },
  });
});

test("with a client token the proxy listens on another interface", async () => {
  const args = [...upstream, "--listen", "[::]:8790", "--client-token-env", "TOKEN"];
  expect(await readSettings(args, testIo({ env }))).toMatchObject({
    listen: { host: "::", port: 8790 },
    isLoopback: false,
  });
});
