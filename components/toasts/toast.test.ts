import { expect, test } from "vitest";
import { dismissToast, latestToast, onToast, showToast } from "./toast.ts";

test("the latest message is shown, and a late dismissal of an earlier one leaves it", () => {
  const seen: (string | undefined)[] = [];
  const stop = onToast(() => seen.push(latestToast()?.text));
  showToast("Saved");
  const first = latestToast();
  showToast("Saved");
  expect(latestToast()).not.toBe(first);
  if (first) dismissToast(first);
  expect(latestToast()?.text).toBe("Saved");
  const second = latestToast();
  if (second) dismissToast(second);
  stop();
  showToast("Not heard");
  expect(seen).toEqual(["Saved", "Saved", undefined]);
});
