import { expect, test } from "vitest";
import { newsText, queueNews } from "./queue-news.ts";

test("new and closed requests are counted separately", () => {
  expect(queueNews(["a", "b"], ["b", "c", "d"])).toEqual({ added: 2, gone: 1 });
  expect(newsText({ added: 2, gone: 1 })).toBe("2 new, 1 no longer pending");
  expect(newsText({ added: 3, gone: 0 })).toBe("3 new");
});

test("no news is shown for the same requests in any order", () => {
  expect(newsText(queueNews(["a", "b"], ["b", "a"]))).toBe("");
});
