import { expect, test } from "vitest";
import { skeletonOf } from "./slow-page.tsx";

test("a list that takes its time has a shape, and the open page and other pages have none", () => {
  expect(skeletonOf("/people?role=admin", "/queue")).toMatchObject({ title: "People" });
  expect(skeletonOf("/queue?state=all", "/queue")).toBeUndefined();
  expect(skeletonOf("/people/per_1", "/people")).toBeUndefined();
  expect(skeletonOf("/constructor", "/queue")).toBeUndefined();
  expect(skeletonOf(undefined, "/queue")).toBeUndefined();
});
