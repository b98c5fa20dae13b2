import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { UnsignedReceipt } from "#lib/receipts/receipt";
import { openAgentSide } from "../testing/agent-side.ts";
import { builtProgram } from "../testing/built-program.ts";
import { exampleOwnershipReceipt } from "../testing/example-ownership-receipt.ts";
import { exampleReceipt } from "../testing/example-receipt.ts";

const { folder, run } = await openAgentSide();

function written(receipt: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof receipt === "string" ? receipt : JSON.stringify(receipt, undefined, 2));
  return path;
}

test("verify prints in plain words who approved what, and what is not proven", async () => {
  const { code, io } = await run(["verify", written(await exampleReceipt())]);
  expect(code).toBe(52);
  expect(io.stdout).toContain(
    "\nClaimed: approved by Olive Owner with a passkey at 2026-11-24T14:00:05.000Z.",
  );
  expect(io.stdout).toContain('"amount": 1250');
  expect(io.stdout).toContain("Claimed by the receipt (server's key not pinned)");
  expect(io.stdout).toContain("Not proven");
});

test("a receipt without pinned keys proves nothing of a passkey, and its creator's address isn't given", async () => {
  const forged = await exampleReceipt({
    origin: "https://countersign-bank.example",
    rpId: "countersign-bank.example",
  });
  const { io } = await run(["verify", written(forged), "--unpinned"]);
  const [proven = ""] = /^Proven.*\n.*$/m.exec(io.stdout) ?? [];
  expect(proven).toMatch(
    /^Proven by the passkey's signature\n {2}The holder of one private key signed .* [\w-]{43}$/,
  );
  expect(proven).not.toContain("bank.example");
  expect(io.stdout).not.toContain("bank.example/.well-known");
});

test("the first line says what became of an approval that doesn't count", async () => {
  const firstLine = async (change: (r: UnsignedReceipt) => void) => {
    const receipt = await exampleReceipt({ change });
    const { code, io } = await run(["verify", written(receipt), "--jwks", written(receipt.keys)]);
    return [code, io.stdout.split(". ")[0], /^ {2}outcome .*$/m.exec(io.stdout)?.[0]];
  };
  const deny = (r: UnsignedReceipt) =>
    Object.assign(r.request, { state: "denied", approvals: { required: 2, given: 1 } });
  expect(await firstLine(deny)).toEqual([
    0,
    "VALID, but the request was denied",
    expect.stringMatching(/denied .*, 1 of 2 approvals$/),
  ]);
  const voided = { at: "2026-11-24T14:00:06.000Z", reason: "edited" };
  expect((await firstLine((r) => Object.assign(r.approval, { voided })))[1]).toBe(
    "VALID, but this approval is void",
  );
});

test("an ownership receipt names rules that it doesn't hold, labels, and what happens without a rule", async () => {
  const sign = (statement: object) => {
    const { agents } = statement as { agents: object[] };
    return { ...statement, agents: agents.map((agent) => ({ ...agent, more_rules: 40 })) };
  };
  const { io } = await run(["verify", written(await exampleOwnershipReceipt({ accepts: 1, sign }))]);
  expect(io.stdout).toContain("40 more rules that aren't in the receipt");
  expect(io.stdout).toMatch(/^ {2}labels +payments$/m);
  expect(io.stdout).toContain("without a rule: approval needed");
});

test("a receipt and keys that aren't UTF-8 are refused, from a file and from standard input", async () => {
  const receipt = await exampleReceipt();
  const text = JSON.stringify(receipt).replace("Olive", "Oliv\u00e9");
  const latin1 = join(folder, "latin1.json");
  writeFileSync(latin1, Buffer.from(text, "latin1"));
  expect((await run(["verify", latin1])).code).toBe(51);
  expect((await run(["verify", "-"], { stdin: Buffer.from(text, "latin1") })).code).toBe(51);
  expect((await run(["verify", written(receipt), "--jwks", latin1])).code).toBe(2);
});

test("the first line says whether the server's key is pinned, because names and times rest on it", async () => {
  const receipt = await exampleReceipt();
  const firstLine = async (...options: string[]) =>
    (await run(["verify", written(receipt), ...options])).io.stdout.split("\n")[0];
  expect(await firstLine()).toBe(
    "NOT PROVEN: the server's key isn't pinned. Anyone can make such a receipt with keys that they created. Everything in it is only claimed.",
  );
  expect(await firstLine("--jwks", written(receipt.keys))).toBe(
    "VALID. Approved by Olive Owner with a passkey at 2026-11-24T14:00:05.000Z.",
  );
  for (const [options, isPinned] of [
    [[], false],
    [["--jwks", written(receipt.keys)], true],
  ] as const) {
    const { io } = await run(["verify", written(receipt), "--json", ...options]);
    expect(JSON.parse(io.stdout).key).toMatchObject({ isPinned });
  }
});

test("a receipt whose key isn't pinned exits 0 with --unpinned alone, because anyone can sign one", async () => {
  const [receipt, altered] = [await exampleReceipt(), await exampleReceipt()];
  altered.approver.name = "Mallory";
  const codeOf = async (...args: string[]) => (await run(["verify", ...args])).code;
  for (const json of [[], ["--json"]]) {
    expect(await codeOf(written(receipt), ...json)).toBe(52);
    expect(await codeOf(written(receipt), ...json, "--unpinned")).toBe(0);
    expect(await codeOf(written(receipt), ...json, "--jwks", written(receipt.keys))).toBe(0);
    expect(await codeOf(written(altered), ...json, "--unpinned")).toBe(50);
  }
  expect(await codeOf(written(receipt), "--unpinned", "--jwks", written(receipt.keys))).toBe(2);
  expect((await run(["verify", written(receipt)])).io.stderr).toContain("or pass --unpinned");
});

test.each(["null", "{}", "[]", '{"keys":{}}', '"keys"'])(
  "a file of pinned keys that isn't a key set never leads to the keys in the receipt: %s",
  async (text) => {
    const { code, io } = await run(["verify", written(await exampleReceipt()), "--jwks", written(text)]);
    expect([code, io.stdout]).toEqual([2, ""]);
  },
);

test("verify prints the approver's note in plain characters", async () => {
  const change = (r: UnsignedReceipt) => Object.assign(r.approval, { note: "Checked\u001b[2J\nVALID" });
  const path = written(await exampleReceipt({ change }));
  expect((await run(["verify", path])).io.stdout).toContain("  note       Checked\\u{1b}[2J\\u{a}VALID\n");
  const json = (await run(["verify", path, "--json"])).io.stdout;
  expect(json).not.toContain("\u001b");
  expect(JSON.parse(json)).toMatchObject({ valid: true, note: "Checked\u001b[2J\nVALID" });
});

test("verify prints the time of the redemption if the receipt has it", async () => {
  const lineOf = async (grant: object) => {
    const change = (r: UnsignedReceipt) => Object.assign(r.grant ?? {}, grant);
    const { io } = await run(["verify", written(await exampleReceipt({ change }))]);
    return /^ {2}grant .*$/m.exec(io.stdout)?.[0];
  };
  expect(await lineOf({ state: "redeemed", closed_at: "2026-11-24T14:01:00.000Z" })).toMatch(
    /, redeemed at 2026-11-24T14:01:00\.000Z$/,
  );
  expect(await lineOf({ state: "redeemed" })).toMatch(/, redeemed when the receipt was issued \(2026/);
});

test("verify prints with how many other requests an approval was signed", async () => {
  for (const [count, words] of [
    [2, "approved together with 1 other, with one signature"],
    [20, "approved together with 19 others, with one signature"],
  ] as const) {
    const { code, io } = await run([
      "verify",
      written(await exampleReceipt({ together: { count, index: 1 } })),
    ]);
    expect(code).toBe(52);
    expect(io.stdout).toContain(words);
  }
});

test("verify with the server's keys reports them as pinned, and fails with other keys", async () => {
  const receipt = await exampleReceipt();
  const pinned = await run(["verify", written(receipt), "--jwks", written(receipt.keys)]);
  expect([pinned.code, pinned.io.stdout.includes("pinned key")]).toEqual([0, true]);
  const foreign = await run(["verify", written(receipt), "--jwks", written((await exampleReceipt()).keys)]);
  expect([foreign.code, foreign.io.stdout.includes("Failed checks: server signature")]).toEqual([50, true]);
});

test("an altered receipt exits 50 and names the check that failed", async () => {
  const receipt = await exampleReceipt();
  receipt.approver.name = "Mallory";
  const { code, io } = await run(["verify", written(receipt)]);
  expect(code).toBe(50);
  expect(io.stdout).toMatch(/^INVALID\. Failed checks: server signature\./);
});

test.each([
  "nonsense",
  "{}",
  '{"type":"countersign.receipt","v":2}',
  '{"type":"countersign.ownership-receipt","v":2}',
  '{"type":"countersign.receipt","v":1,"v":1}',
])("input that is not a receipt exits 51: %s", async (text) => {
  expect((await run(["verify", written(text)])).code).toBe(51);
});

test("an agent's text cannot control the terminal", async () => {
  const receipt = await exampleReceipt({
    change: (r) => Object.assign(r.approver, { name: "\u001b[2JEve\u202e" }),
  });
  const { io } = await run(["verify", written(receipt)]);
  expect(io.stdout).toContain("\nClaimed: approved by \\u{1b}[2JEve\\u{202e} with");
});

test("the program runs alone, from any folder", async () => {
  const program = await builtProgram();
  const args = ["verify", written(await exampleReceipt())];
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8", cwd: "/" });
  expect([status, stdout.slice(0, 6)]).toEqual([52, "NOT PR"]);
  expect(spawnSync(program, ["verify", "/nowhere"]).status).toBe(2);
  expect(spawnSync(program, ["--help"], { encoding: "utf8" }).stdout).toContain("Exit codes");
});
