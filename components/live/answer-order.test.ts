import { expect, test } from "vitest";
import { AnswerOrder } from "./answer-order.ts";

test("an answer is refused once a later call was answered, and accepted while a later call is open", () => {
  const order = new AnswerOrder();
  const first = order.begin();
  const second = order.begin();
  const third = order.begin();
  expect(second()).toBe(true);
  expect(first()).toBe(false);
  expect(third()).toBe(true);
});
