import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { canonicalJson } from "#lib/json/canonical";
import { secondScreenCode } from "./second-screen-code.ts";

const statement = {
  v: 1,
  request: "req_1",
  approver: "per_1",
  action: { type: "refund.create", params: { amount: 1250 } },
  display: { rendering: "digest" },
  nonce: "n1",
  issued_at: "2026-11-24T12:00:00.000Z",
  expires_at: "2026-11-24T12:15:00.000Z",
};
const codeOf = (changes: object = {}) =>
  secondScreenCode(Buffer.from(JSON.stringify({ ...statement, ...changes })).toString("base64url"));

test("two screens of one approver have the same code, although each has its own nonce and times", async () => {
  const other = {
    nonce: "n2",
    issued_at: "2026-11-24T12:03:00.000Z",
    expires_at: "2026-11-24T12:10:00.000Z",
  };
  expect(await codeOf(other)).toBe(await codeOf());
  expect(await codeOf()).toMatch(/^[0-9A-HJKMNP-TV-Z]{3} [0-9A-HJKMNP-TV-Z]{3}$/);
});

test.each([
  ["action", { action: { type: "refund.create", params: { amount: 9999 } } }],
  ["approver", { approver: "per_2" }],
  ["request", { request: "req_2" }],
  ["display", { display: { rendering: "other" } }],
])("another %s has another code", async (_, changes) => {
  expect(await codeOf(changes)).not.toBe(await codeOf());
});

test("the code is the first 30 bits of the documented hash", async () => {
  const { nonce: _, issued_at: __, expires_at: ___, ...common } = statement;
  const hash = createHash("sha256")
    .update(`countersign/second-screen/v1\n${canonicalJson(common)}`)
    .digest();
  let number = 0;
  for (const character of (await codeOf()).replace(" ", ""))
    number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(character);
  expect(number).toBe(Math.floor(hash.readUInt32BE(0) / 4));
});
