import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { SavedMapping } from "#lib/boundary/mappings/mapping-for";
import type { BoundaryView } from "#lib/boundary/registry/list-boundaries";
import { MappingCard } from "./mapping-card.tsx";

const live = { version: 3, digest: "live" } as SavedMapping;

function textOf(more: Partial<BoundaryView>): string {
  const boundary = { id: "bnd_1", lastContactAt: new Date("2026-11-24T10:00:00Z"), ...more } as BoundaryView;
  const card = createElement(MappingCard, { boundary, live });
  const page = renderToStaticMarkup(
    createElement(AppRouterContext.Provider, { value: {} as AppRouterInstance }, card),
  );
  return page.replaceAll(/<[^>]+>/g, " ").replaceAll("&#x27;", "'");
}

test("a boundary that doesn't use the live mapping is shown with what to do", () => {
  expect(textOf({ kind: "mcp", mappingDigest: null })).toContain(
    "Version 3 isn't used. Update the gateway, or read the error in its log.",
  );
  expect(textOf({ kind: "http_proxy", mappingDigest: null })).toContain("Update the proxy");
  expect(textOf({ kind: "mcp", mappingDigest: "of-a-file" })).toContain("update the gateway");
  expect(textOf({ kind: "mcp", mappingDigest: "live" })).toContain("Version 3 is live.");
});
