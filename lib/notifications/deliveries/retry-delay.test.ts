import { expect, test } from "vitest";
import { pauseSeconds, retryDelaySeconds } from "./record-result.ts";

const hour = 3600;

test("a delivery waits as long as its receiver asks, the receiver is paused for 5 minutes at most", () => {
  for (const random of [0, 1]) {
    expect(retryDelaySeconds(1, 2 * hour, random)).toBeGreaterThanOrEqual(2 * hour);
    expect(pauseSeconds(1, 2 * hour, random)).toBe(300);
    expect(pauseSeconds(1, 90, random)).toBe(90);
    expect(pauseSeconds(40, undefined, random)).toBeLessThanOrEqual(300);
  }
});
