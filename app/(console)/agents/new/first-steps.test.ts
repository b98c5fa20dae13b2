import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ArrivedRequest, FirstSteps } from "./first-steps.tsx";

function textFor(approver: string | undefined): string {
  const agent = { id: "agt_1", name: "Refund bot" };
  const given = { kind: "public" as const };
  return textOf(createElement(FirstSteps, { origin: "https://countersign.example", agent, given, approver }));
}

function textOf(element: ReactElement): string {
  const router = { value: {} as AppRouterInstance };
  const page = renderToStaticMarkup(createElement(AppRouterContext.Provider, router, element));
  return page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

test("the steps ask a creator who can approve to approve, and otherwise name the owner", () => {
  const own = textFor(undefined);
  expect(own).toContain("the command waits for your approval.");
  expect(own).toContain("Approve it");
  const others = textFor("Cy");
  expect(others).toContain("the command waits until Cy approves it.");
  expect(others).toContain("Cy approves it Waiting");
  expect(others).not.toMatch(/your (?:first )?approval|Approve it/);
});

test("a request that only others can approve is there to open, not to review", () => {
  const arrived = (state: string, mayApprove: boolean) =>
    textOf(
      createElement(ArrivedRequest, { request: { id: "req_1", state }, name: "Refund bot", mayApprove }),
    );
  expect(arrived("pending", true)).toContain("Review request");
  expect(arrived("pending", false)).toContain("Open request");
  expect(arrived("allowed", true)).toContain("Open request");
});
