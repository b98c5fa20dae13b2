import { expect, test } from "vitest";
import { dismissToast, latestToast, onToast, showFailure, showToast, undoToast } from "./toast.ts";

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

test("what a message is about is taken back once, and not by a message that another one has replaced", () => {
  let undone = 0;
  const shown = () => {
    showToast("Dismissed", () => {
      undone += 1;
    });
    return latestToast();
  };
  const replaced = shown();
  const toast = shown();
  for (const each of [replaced, toast, toast]) if (each) undoToast(each);
  expect(undone).toBe(1);
  expect(latestToast()).toBeUndefined();
});

test("a failure replaces another message, and stays until it is dismissed", () => {
  showToast("Saved");
  showFailure("Denial not confirmed", { label: "View request", href: "/requests/req_1" });
  showToast("Dismissed");
  const failure = latestToast();
  expect(failure?.text).toBe("Denial not confirmed");
  if (failure) dismissToast(failure);
  showToast("Saved");
  expect(latestToast()?.text).toBe("Saved");
});
