import { expect, test } from "vitest";
import { ChangeLog } from "./change-log.ts";

const topics = ["queue", "agent/a"];

test("a known ID tells which topics changed after it", () => {
  const log = new ChangeLog();
  log.record("agent/a");
  const id = log.lastId();
  expect(log.changedSince(id, topics)).toEqual([]);
  log.record("queue");
  log.record("request/r");
  expect(log.changedSince(id, topics)).toEqual(["queue"]);
  expect(log.changedSince(log.lastId(), topics)).toEqual([]);
});

test("changes in the same instant have an order", () => {
  const log = new ChangeLog(10, () => 7);
  log.record("queue");
  const id = log.lastId();
  log.record("agent/a");
  expect(log.changedSince(id, topics)).toEqual(["agent/a"]);
});

test("with an ID of another process, of a lost connection, or no ID at all, every topic changed", () => {
  const log = new ChangeLog();
  const before = log.lastId();
  log.restart();
  for (const id of [new ChangeLog().lastId(), before, "", "x", `${log.lastId()}x`])
    expect(log.changedSince(id, topics)).toEqual(topics);
});

test("an ID from before the oldest change that is still known counts as unknown", () => {
  let now = 0;
  const log = new ChangeLog(2, () => ++now);
  const id = log.lastId();
  log.record("request/1");
  const later = log.lastId();
  log.record("request/2");
  expect(log.changedSince(id, topics)).toEqual([]);
  log.record("request/3");
  expect(log.changedSince(id, topics)).toEqual(topics);
  expect(log.changedSince(later, topics)).toEqual([]);
});

test("an ID does not reveal how many changes there were", () => {
  const ids = [1, 1000].map((count) => {
    let now = 0;
    const log = new ChangeLog(10, () => now);
    for (let change = 0; change < count; change++) log.record("queue");
    now = 1_000_000;
    return log.lastId().split("-")[1];
  });
  expect(ids[0]).toBe(ids[1]);
});
