import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FirstCall } from "./connect-steps.tsx";

function textOf(element: ReactElement): string {
  const router = { value: {} as AppRouterInstance };
  const page = renderToStaticMarkup(createElement(AppRouterContext.Provider, router, element));
  return page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

test("a first call that only others can approve is there to open, not to review, and names the owner", () => {
  const received = (state: "pending" | "allowed", approver?: string) =>
    textOf(createElement(FirstCall, { call: { id: "req_1", state }, name: "Refund bot", approver }));
  expect(received("pending")).toContain("Review request");
  expect(received("pending", "Cy")).toContain("Cy decides it. Open request");
  expect(received("allowed")).toContain("First call received Open request");
  expect(received("allowed", "Cy")).not.toContain("Cy");
});
