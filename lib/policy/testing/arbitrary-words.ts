import fc from "fast-check";
import type { ActionType } from "#lib/policy/action-types/action-type";

// Few words, often repeated, so that rules and asks match; including an attacker's words.
export const agents = ["agt_one", "agt_two"];
export const types = ["refund.create", "refund.create", "refund.cancel", "data.read", "unknown.thing"];
export const labels = ["prod", "eu", "trusted:high"];
export const groups = ["grp_finance", "grp_security"];
export const timeZones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"];
export const selectors = [...types, "refund.*", "*"];
export const names = [
  "amount",
  "currency",
  "table",
  "deep.amount",
  "__proto__",
  "toString",
  "__extn",
  'a"b',
  "naïve ключ",
  "\\u{0}",
];
const texts = ["USD", "EUR", "usd", "", "charge/ch_1", 'x" || true', "a*b", "\\", "été", "{__entity}"];
const numbers = [
  0, -0, 1, 100, 100.0001, 100.00001, 99.9999, -5, 5000, 1e-7, 1e21, 9007199254740991, 922337203685477,
];
export const now = new Date("2026-05-01T12:00:00Z");
/** A moment of a year, including hours with clock changes. */
export const moment = fc.oneof(
  fc.constant(now),
  fc.date({
    min: new Date("2026-01-01T00:00:00Z"),
    max: new Date("2026-12-31T00:00:00Z"),
    noInvalidDate: true,
  }),
  fc
    .integer({ min: -7200, max: 7200 })
    .map((seconds) => new Date(Date.parse("2026-03-29T01:00:00Z") + seconds * 1000)),
);

/**
 * The action types of the random asks: two with an amount, one without, one unknown. Only the first
 * has a descriptor.
 */
export const catalog: ActionType[] = [
  {
    type: "refund.create",
    title: "Refund",
    risk: "spend",
    schema: {},
    amountParam: "amount",
    currencyParam: "currency",
    descriptor: { intent: "Refund", fields: [] },
  },
  {
    type: "refund.cancel",
    title: "Cancel",
    risk: "write",
    schema: {},
    amountParam: "deep.amount",
    currencyParam: null,
  },
  { type: "data.read", title: "Read", risk: "read", schema: {}, amountParam: null, currencyParam: null },
];

export const name = fc.constantFrom(...names);
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  fc.string({ unit: "grapheme", maxLength: 8 }),
);
export const line = text
  .map((value) => value.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ""))
  .filter((value) => value !== "");
export const number = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...numbers) },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -200_000, max: 200_000 }).map((count) => count / 10_000),
);
export const bound = fc.constantFrom(0, 1, 99.9999, 100, 100.0001, 5000, 922337203685477);
export const glob = fc
  .constantFrom("*", "charge/*", "*USD*", "a*b", "", "été*", '*"*', "*a*b*")
  .filter((value) => value !== "");
