import { expect, test } from "vitest";
import { newsText, queueNews } from "./live-bar.tsx";

test("new and closed requests are counted separately", () => {
  expect(queueNews(["a", "b"], ["b", "c", "d"])).toEqual({ added: 2, gone: 1 });
  expect(newsText({ added: 2, gone: 1 })).toBe("2 new requests, 1 no longer pending");
  expect(newsText({ added: 1, gone: 0 })).toBe("1 new request");
  expect(newsText({ added: 0, gone: 2 })).toBe("2 requests no longer pending");
});

test("no news is shown for the same requests in any order", () => {
  expect(newsText(queueNews(["a", "b"], ["b", "a"]))).toBe("");
});
