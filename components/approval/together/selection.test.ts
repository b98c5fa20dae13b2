import { expect, test } from "vitest";
import { base64url } from "#lib/kernel/digest";
import { contentOf, selectionOf } from "./selection.ts";

const now = Date.parse("2026-11-24T14:00:00Z");
let nonce = 0;

/** A request as the page renders it, from a new statement. */
function rendered(id: string, amount = 10, left = 60) {
  const expiresAt = new Date(now + left * 1000).toISOString();
  const statement = { request: id, amount, nonce: nonce++, issued_at: `t${nonce}`, expires_at: expiresAt };
  return {
    requestId: id,
    statement: base64url(new TextEncoder().encode(JSON.stringify(statement))),
    expiresAt,
  };
}
type Rendered = ReturnType<typeof rendered>;

const ticked = (items: Rendered[]) => new Map(items.map((item) => [item.requestId, contentOf(item)]));
function select(items: Rendered[], before: Rendered[], leftOut = new Map<string, string>(), at = now) {
  const found = selectionOf(items, ticked(items), { ticked: ticked(before), leftOut, now: at });
  const ids = (some: Rendered[]) => some.map(({ requestId }) => requestId).join();
  const dropped = found.dropped.map(({ item, reason }) => `${item.requestId}: ${reason}`);
  return { selected: ids(found.selected), available: ids(found.available), dropped, gone: found.gone };
}

test("a selection continues when the page is rendered again from new statements", () => {
  const before = [rendered("a"), rendered("b")];
  const after = [rendered("a"), rendered("b"), rendered("c")];
  expect(select(after, before)).toEqual({ selected: "a,b", available: "a,b,c", dropped: [], gone: 0 });
});

test("a request that says something else than when it was selected is not selected, with the reason", () => {
  const after = [rendered("a", 11), rendered("b")];
  expect(select(after, [rendered("a"), rendered("b")])).toEqual({
    ...{ selected: "b", available: "a,b", gone: 0 },
    dropped: ["a: It changed since you selected it. Review it and select it again."],
  });
});

test("a selected request that expires is dropped by name, and the others stay selected", () => {
  const items = [rendered("a", 10, 5), rendered("b"), rendered("c", 10, 5)];
  const before = items.slice(0, 2);
  expect(select(items, before, undefined, now + 4999).dropped).toEqual([]);
  expect(select(items, before, undefined, now + 5000)).toEqual({
    ...{ selected: "b", available: "b", gone: 0 },
    dropped: ["a: It expired while you were reading, and the agent was notified."],
  });
});

test("what the server left out is dropped with the server's reason", () => {
  const items = [rendered("a"), rendered("b")];
  const leftOut = new Map([[items[0]?.statement ?? "", "Bo denied this request."]]);
  expect(select(items, items.slice(1), leftOut)).toEqual({
    ...{ selected: "b", available: "b", gone: 0 },
    dropped: ["a: Bo denied this request."],
  });
});

test("a selected request that left the list is counted", () => {
  expect(select([rendered("b")], [rendered("a"), rendered("b")])).toMatchObject({ selected: "b", gone: 1 });
});
