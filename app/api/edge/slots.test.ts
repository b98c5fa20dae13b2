import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

test("a key never has more slots than allowed, and a closed slot can be claimed again", () => {
  const slots = new Slots();
  const close = slots.claim("a", 2);
  expect(slots.claim("a", 2)).toBeDefined();
  expect(slots.claim("a", 2)).toBeUndefined();
  expect(slots.claim("b", 2)).toBeDefined();
  close?.();
  expect(slots.claim("a", 2)).toBeDefined();
});

test("a slot that is closed twice counts once, and closed slots leave nothing behind", () => {
  const slots = new Slots();
  const [first, second] = [slots.claim("a", 2), slots.claim("a", 2)];
  first?.();
  first?.();
  expect(slots.claim("a", 1)).toBeUndefined();
  second?.();
  expect(slots.size).toBe(0);
});
