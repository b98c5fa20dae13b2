import { expect, test } from "vitest";
import { counterpartiesOf } from "./counterparties.ts";

const namesOf = (params: Record<string, string>) =>
  counterpartiesOf({ type: "payment.create", params }, undefined).map(({ path }) => path.join("/"));

test("a counterparty is a parameter with a usual name, in any spelling of it", () => {
  expect(namesOf({ to: "a", accountId: "b", customer_id: "c", note: "d" })).toEqual([
    ...["to", "customer_id", "accountId"],
  ]);
});

test("an agent can't have hundreds of counterparties looked for, nor crowd out the usual name", () => {
  const many = Object.fromEntries(Array.from({ length: 1400 }, (_, index) => [`to${index}`, "x"]));
  expect(namesOf(many)).toEqual([]);
  const spellings = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      [..."customer"].map((letter, at) => (((index + 1) >> at) & 1 ? letter.toUpperCase() : letter)).join(""),
      "x",
    ]),
  );
  const found = namesOf({ ...spellings, customer: "cus_1" });
  expect(found).toHaveLength(8);
  expect(found[0]).toBe("customer");
});
