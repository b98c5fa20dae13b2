import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FirstStepsCard } from "./first-steps.tsx";

test("the step for transferred agents leads to the list of transfers, without a selection of them", () => {
  const firstSteps = { steps: [], offers: 2, groups: [] };
  const card = createElement(FirstStepsCard, {
    ...{ firstSteps, isOpen: true, isNew: false, hide: async () => {}, sendTest: undefined },
  });
  const router = { value: {} as AppRouterInstance };
  const page = renderToStaticMarkup(createElement(AppRouterContext.Provider, router, card));
  expect(page).toMatch(/href="\/agents\/mine"(?:(?!<a ).)*Accept 2 agents/);
});
