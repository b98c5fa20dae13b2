import { expect, test } from "vitest";
import { isAboveSecondAdmin, signersOf, standingCeilingSchema, standingFaults } from "./standing-ceiling.ts";

const standing = { days: 14, count: 10, amount: 2000, total: 6000 };
const descriptor = { intent: "Refund", fields: [] };
const open = { standing, risk: "spend", descriptor, amountParam: "amount" };
const command = { path: "/command", label: "Command", format: "command" as const };

test.each<[string, Parameters<typeof standingFaults>[0], string[]]>([
  ["a type with a descriptor and both amounts", open, []],
  ["a type that isn't open", { ...open, standing: undefined, risk: "destructive" }, []],
  ["a destructive type", { ...open, risk: "destructive" }, ["/standing"]],
  ["a type without a descriptor", { ...open, descriptor: undefined }, ["/standing"]],
  ["a type with a command", { ...open, descriptor: { ...descriptor, fields: [command] } }, ["/standing"]],
  ["an amount without its parameter", { ...open, amountParam: null }, ["/standing/amount"]],
  ["a total below one request", { ...open, standing: { ...standing, total: 1 } }, ["/standing/total"]],
  ["a second admin for a part", { ...open, standing: { ...standing, secondAdminAbove: 5999 } }, []],
  [
    "a second admin for none",
    { ...open, standing: { ...standing, secondAdminAbove: 6000 } },
    ["/standing/secondAdminAbove"],
  ],
  ["a missing amount", { ...open, standing: { days: 14, count: 10, total: 6000 } }, ["/standing/amount"]],
])("errors of the ceiling are at the member to change: %s", (_, type, paths) => {
  expect(standingFaults(type).map(({ path }) => path)).toEqual(paths);
});

test("an error says what to enter", () => {
  const messages = (change: object) =>
    (standingCeilingSchema.safeParse({ ...standing, ...change }).error?.issues ?? []).map(
      ({ message }) => message,
    );
  expect(messages({ days: 31, count: 0 })).toEqual(["Enter at most 30 days.", "Enter at least 1 request."]);
  expect(messages({ days: undefined, count: 1.5 })).toEqual([
    "Enter a whole number from 1 to 30.",
    "Enter a whole number from 1 to 500.",
  ]);
  expect(messages({ amount: Number.NaN })).toEqual(["Enter a number without commas, such as 1000."]);
  expect(messages({ signers: [] })).toEqual(["Select at least one."]);
  expect(messages({ signers: ["backup", "backup"] })).toEqual(["Name each one once."]);
  expect(messages({ signers: ["delegate"] })).toHaveLength(1);
});

test("the agent's owner alone may sign, unless the ceiling lists others", () => {
  expect(signersOf(standingCeilingSchema.parse(standing))).toEqual(["owner"]);
  expect(signersOf(standingCeilingSchema.parse({ ...standing, signers: ["group"] }))).toEqual(["group"]);
});

test.each([
  ["the total", { count: 9, total: 3001 }, true],
  ["the total, not the count", { count: 4000, total: 3000 }, false],
  ["the count of a type without an amount", { count: 3001 }, true],
  ["no more than the count of a type without an amount", { count: 3000 }, false],
])("a second admin is needed above a threshold: %s", (_, terms, isAbove) => {
  expect(isAboveSecondAdmin(terms, { secondAdminAbove: 3000 })).toBe(isAbove);
  expect(isAboveSecondAdmin(terms, {})).toBe(false);
});
