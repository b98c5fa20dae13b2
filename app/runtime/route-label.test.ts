import { expect, test } from "vitest";
import { routeLabel } from "./route-label.ts";

test("tokens, IDs and invented paths never get into logs and metrics", () => {
  expect(routeLabel("/setup/uTVyk8GU50pNqKvRx2xLFs9MPw")).toBe("/setup/:id");
  expect(routeLabel("/api/v1/requests/req_01k9?wait=30&token=abc")).toBe("/api/v1/requests/:id");
  expect(routeLabel("/api/v1/agents/agt_01k9/requests")).toBe("/api/v1/agents/:id/requests");
  expect(routeLabel("/wp-admin.php")).toBe("/:id");
  expect(routeLabel("/")).toBe("/");
  expect(routeLabel("/_next/static/chunks/x.js")).toBe("/_next");
});

test("a path of any length gives a label of bounded length", () => {
  expect(routeLabel("/x".repeat(10_000)).length).toBeLessThan(60);
});
