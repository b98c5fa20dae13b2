import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Untyped } from "#client/json/untyped";
import { openAgentSide } from "../testing/agent-side.ts";
import { exampleReceipt } from "../testing/example-receipt.ts";
import { expectHarmless, hostile } from "../testing/hostile-text.ts";

const { folder, run } = await openAgentSide();

async function verified(receipt: unknown, ...options: string[]) {
  const path = join(folder, "receipt.json");
  writeFileSync(path, JSON.stringify(receipt));
  const { code, io } = await run(["verify", path, ...options]);
  expectHarmless(io);
  return { code, output: io.stdout };
}

// A draw has every text of an approval that was given alone, and its own.
const drawn = {
  drawn: { type: "refund.create", resource: "charge/ch_82", params: { amount: 1, currency: "USD" } },
};

test("a valid receipt with escape sequences in every possible text is printed in plain characters", async () => {
  const { code, output } = await verified(await exampleReceipt({ suffix: hostile }));
  expect([code, output.includes("\nClaimed: approved by Olive Owner\\u{1b}")]).toEqual([52, true]);
  const receipt = await exampleReceipt({ suffix: hostile });
  const { output: json } = await verified(receipt, "--json");
  expect(JSON.parse(json).checks).toContainEqual(
    expect.objectContaining({ detail: expect.stringContaining(receipt.grant?.id ?? "") }),
  );
});

const places = named(stringsIn(await exampleReceipt(drawn)));

test("a valid draw with escape sequences in the places that may differ is printed in plain characters", async () => {
  const path = `/params/note${hostile}`;
  const sign = (statement: Untyped) => {
    statement.terms.may_differ.push({ path, one_of: [hostile] });
    return statement;
  };
  const { code, output } = await verified(await exampleReceipt({ ...drawn, sign }));
  expect([code, output.includes("\nClaimed: approved by a standing approval of Olive Owner")]).toEqual([
    52,
    true,
  ]);
  expect(output).toMatch(/may differ[\s\S]*\/params\/note\\u\{1b\}/);
});

test.each(places)(
  "an escape sequence in $at of a receipt that its maker signed does not reach the terminal",
  async ({ place }) => {
    const bend = (receipt: object) => replace(receipt, place, (text) => text + hostile);
    // The server's signature and the keys can only be altered after signing.
    const isSigned = place[0] !== "keys" && place[0] !== "server_signature";
    const receipt = await exampleReceipt(isSigned ? { ...drawn, change: bend } : drawn);
    if (!isSigned) bend(receipt);
    await verified(receipt);
    await verified(receipt, "--json");
    const jwks = join(folder, "jwks.json");
    writeFileSync(jwks, JSON.stringify(receipt.keys));
    await verified(receipt, "--jwks", jwks);
  },
);

const original = JSON.parse(Buffer.from((await exampleReceipt(drawn)).statement, "base64url").toString());

test.each(named(stringsIn(original)))("nor does one in $at of its statement", async ({ place }) => {
  const change = (receipt: { statement: string }) => {
    const statement = structuredClone(original);
    replace(statement, place, (text) => text + hostile);
    receipt.statement = Buffer.from(JSON.stringify(statement)).toString("base64url");
  };
  await verified(await exampleReceipt({ ...drawn, change }));
});

/** Where the texts of a JSON value are. */
function stringsIn(value: unknown): string[][] {
  if (typeof value === "string") return [[]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, part]) => stringsIn(part).map((place) => [name, ...place]));
}

function named(found: string[][]) {
  return found.map((place) => ({ at: place.join("."), place }));
}

function replace(value: object, [name = "", ...rest]: string[], change: (text: string) => string): void {
  const parts = value as Record<string, unknown>;
  if (rest.length === 0) parts[name] = change(String(parts[name]));
  else replace(parts[name] as object, rest, change);
}
