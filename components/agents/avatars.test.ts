import { expect, it } from "vitest";
import { avatarColors, avatarOf } from "./avatars.tsx";

it.each(avatarColors)("white letters on %s have a contrast of 4.5 at least (WCAG 1.4.3)", (color) => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  expect(1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)).toBeGreaterThanOrEqual(4.5);
});

it.each([
  ["Refund bot", "RB"],
  ["ledger", "LE"],
  ["x", "X"],
  ["ärger-über alles", "ÄÜ"],
  ["***", "?"],
])("the letters of %s are %s", (name, letters) => {
  expect(avatarOf({ id: "agt_1", name }).letters).toBe(letters);
});

it("an agent keeps its color under another name", () => {
  const { color } = avatarOf({ id: "agt_1", name: "Refund bot" });
  expect(avatarOf({ id: "agt_1", name: "Money bot" }).color).toBe(color);
  expect(new Set([..."abcdefghijkl"].map((id) => avatarOf({ id, name: "A" }).color)).size).toBeGreaterThan(3);
});
