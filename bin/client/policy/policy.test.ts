import { execFile } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { openAgentSide } from "../testing/agent-side.ts";
import type { FakeAnswer } from "../testing/fake-server.ts";

const { server, folder, run } = await openAgentSide();
const token = `cspt_${"a".repeat(43)}`;
const env = { COUNTERSIGN_URL: server.url, COUNTERSIGN_POLICY_TOKEN: token };
const file = join(folder, "policy.json");
writeFileSync(file, JSON.stringify({ countersign_policy: 1, version: 7, rules: [] }));

const policy = (args: string[], given = {}) => run(["policy", ...args], { env, ...given });
const ok = (body: unknown) => (): FakeAnswer => ({ status: 200, body });

const nothing = { added: [], removed: [], changed: [] };
const difference = {
  count: 3,
  default_outcome: { before: "step_up", after: "block" },
  unclassified: { before: "default_outcome", after: "allow" },
  action_types: { ...nothing, added: [{ type: "invoice.pay", title: "Pay\u202e" }] },
  lists: [{ name: "Known", kind: "changed", added: ["cus_\u202e2"], removed: ["cus_1"] }],
  rules: {
    ...nothing,
    changed: [
      {
        before: { id: "r", title: "R", conditions: [{ kind: "amount", upTo: 100 }], approvals: 1 },
        after: {
          id: "r",
          title: "R",
          conditions: [{ kind: "amount", upTo: 250 }],
          approvals: 1,
          enabled: true,
        },
      },
    ],
  },
};
const same = { count: 0, default_outcome: null, action_types: nothing, rules: nothing };
const pushed = {
  draft: { version: 8, digest: "d8", replaced_changes: 2 },
  difference,
  publish_url: "https://countersign.example/policy/draft/review",
};

describe("countersign policy pull", () => {
  test("writes the live version exactly as the server sends it, and sends the token only in a header", async () => {
    server.answers(ok({ countersign_policy: 1, version: 7, rules: [] }));
    const out = join(folder, "pulled.json");
    const { code, io } = await policy(["pull", out]);
    expect([code, io.stdout]).toEqual([0, ""]);
    expect(readFileSync(out, "utf8")).toBe('{"countersign_policy":1,"version":7,"rules":[]}');
    const [call] = server.calls;
    expect(call).toMatchObject({ method: "GET", path: "/api/v1/policy" });
    expect(call?.headers.authorization).toBe(`Bearer ${token}`);
    expect((await policy(["pull"])).io.stdout).toContain('"version":7');
  });

  test("writes only a valid policy file", async () => {
    server.answers(ok({ hello: 1 }));
    const out = join(folder, "never.json");
    expect((await policy(["pull", out])).code).toBe(1);
    expect(() => readFileSync(out)).toThrow();
  });
});

describe("countersign policy diff", () => {
  test("prints the differences, member by member, and exits 60", async () => {
    server.answers(ok({ version: 9, taken_from: 7, difference }));
    const { code, io } = await policy(["diff", file]);
    expect(code).toBe(60);
    expect(io.stdout).toBe(
      `~ default_outcome: "step_up" -> "block"
~ unclassified: "default_outcome" -> "allow"
+ action type invoice.pay "Pay\\u{202e}"
~ list "Known"
    - "cus_1"
    + "cus_\\u{202e}2"
~ rule r "R"
    conditions.0.upTo: 100 -> 250
    enabled: nothing -> true
`,
    );
    expect(io.stderr).toContain("based on version 7, but version 9 is live");
    expect(server.calls[0]).toMatchObject({ method: "POST", path: "/api/v1/policy/comparisons" });
    expect(server.calls[0]?.body).toBe(readFileSync(file, "utf8"));
  });

  test("exits 0 without differences, and prints JSON with --json", async () => {
    server.answers(ok({ version: 7, taken_from: 7, difference: same }));
    expect(await policy(["diff", file])).toMatchObject({ code: 0, io: { stdout: "No differences.\n" } });
    const { io } = await policy(["diff", "-", "--json"], { stdin: "{}" });
    expect(JSON.parse(io.stdout)).toMatchObject({ version: 7 });
    expect(server.calls.at(-1)?.body).toBe("{}");
  });

  test("lists every error of a file with its line, and exits 21", async () => {
    const errors = [
      { path: "/rules/0/title", line: 4, message: "too long" },
      { path: "/rules/1", line: 9, message: "Cedar: no" },
    ];
    server.answers(() => ({ status: 422, body: { code: "invalid_input", detail: "See errors.", errors } }));
    const { code, io } = await policy(["diff", file]);
    expect(code).toBe(21);
    expect(io.stderr).toContain("  line 4 /rules/0/title: too long\n  line 9 /rules/1: Cedar: no");
  });
});

describe("countersign policy push", () => {
  test("sends the file with its base version, and prints where an admin publishes it", async () => {
    server.answers(ok(pushed));
    const { code, io } = await policy(["push", file]);
    expect(code).toBe(0);
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]).toMatchObject({ method: "PUT", path: "/api/v1/policy/draft" });
    expect(server.calls[0]?.headers["if-match"]).toBe('"7"');
    expect(io.stdout).toContain("conditions.0.upTo: 100 -> 250");
    expect(io.stderr).toContain("Replaced 2 unpublished changes in the draft.");
    expect(io.stderr).toContain("An admin can publish it with a passkey:\n  https://countersign");
  });

  test("with --wait waits until exactly that version is live", async () => {
    server.answers(
      ok(pushed),
      ok({ version: 7, digest: "d7" }),
      ok({ version: 7, digest: "d7" }),
      ok({ version: 8, digest: "d8" }),
    );
    const { code, io } = await policy(["push", file, "--wait"]);
    expect([code, io.slept]).toEqual([0, [5000, 5000]]);
    expect(io.stderr).toContain("Version 8 is live.");
  });

  test("exits 61 when a different version was published instead or before", async () => {
    server.answers(ok(pushed), ok({ version: 8, digest: "other" }));
    expect((await policy(["push", file, "--wait"])).code).toBe(61);
    server.answers(() => ({
      status: 409,
      body: { code: "conflict", detail: "Version 9 is in force by now." },
    }));
    const { code, io } = await policy(["push", file]);
    expect([code, io.stderr]).toEqual([61, expect.stringContaining("Version 9 is in force by now.")]);
  });

  test("exits 12 when no admin published it in time, and does not wait for a file that changes nothing", async () => {
    server.answers(ok(pushed), ok({ version: 7, digest: "d7" }));
    const { code, io } = await policy(["push", file, "--wait", "--timeout", "12"]);
    expect([code, io.slept]).toEqual([12, [5000, 5000]]);
    server.answers(ok({ ...pushed, difference: same }));
    expect(await policy(["push", file, "--wait"])).toMatchObject({ code: 0, io: { slept: [] } });
  });

  test("leaves the error for a file without a version to the server", async () => {
    server.answers(() => ({ status: 422, body: { code: "invalid_input", detail: "Line 1: no." } }));
    expect((await policy(["push", "-"], { stdin: "not json" })).code).toBe(21);
    expect(server.calls[0]?.headers["if-match"]).toBe('"0"');
  });
});

describe("the policy token", () => {
  test("comes from a file that only its user can read", async () => {
    server.answers(ok({ countersign_policy: 1, version: 7 }));
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
    const given = { env: { COUNTERSIGN_URL: server.url } };
    expect((await policy(["pull", "--token-file", tokenFile], given)).code).toBe(0);
    chmodSync(tokenFile, 0o644);
    expect(await policy(["pull", "--token-file", tokenFile], given)).toMatchObject({
      code: 2,
      io: { stderr: expect.stringContaining("chmod 600") },
    });
    expect(server.calls).toHaveLength(1);
  });

  test("exits 20 if the server refuses it, and 2 without a token, sending nothing", async () => {
    server.answers(() => ({ status: 401, body: { code: "invalid_policy_token", detail: "No." } }));
    expect((await policy(["pull"])).code).toBe(20);
    server.answers(ok({}));
    for (const [args, given] of [
      [["pull"], { COUNTERSIGN_URL: server.url }],
      [["pull"], { COUNTERSIGN_POLICY_TOKEN: token }],
      [["pull"], { ...env, COUNTERSIGN_POLICY_TOKEN: "whsk_1" }],
      [["pull"], { ...env, COUNTERSIGN_URL: "http://countersign.example" }],
      [["diff"], env],
      [["publish", file], env],
      [["push", file, file], env],
      [["pull", "--token", token], env],
    ] as const)
      expect((await policy([...args], { env: given })).code).toBe(2);
    expect(server.calls).toHaveLength(0);
  });
});

test("the command runs as a process with only Node, and its help lists the exit codes", async () => {
  server.answers(ok({ version: 7, taken_from: 7, difference }));
  const program = new URL("../../countersign", import.meta.url).pathname;
  const start = (args: string[]) =>
    promisify(execFile)(process.execPath, [program, "policy", ...args], {
      env: { ...env, NODE_ENV: "test" },
    });
  const ended = await start(["diff", file]).catch((error) => error);
  expect(ended).toMatchObject({ code: 60, stdout: expect.stringContaining("~ rule r") });
  const { stdout } = await start(["--help"]);
  for (const words of ["policy pull", "policy diff", "policy push", "--token-file", "   60  ", "   61  "])
    expect(stdout).toContain(words);
});
