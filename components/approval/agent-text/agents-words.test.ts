import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { RequestView } from "#lib/requests/request-view";
import { AgentsWords } from "./agents-words.tsx";

const view = {
  agent: { name: "Refund bot", isTest: false },
  reason: "Billed twice",
  context: null,
} as RequestView;

test("the agent's words are marked as outside the signature only where there is something to sign", () => {
  const shown = (isSigned: boolean) => renderToStaticMarkup(createElement(AgentsWords, { view, isSigned }));
  expect(shown(true)).toContain("Not part of what you sign.");
  expect(shown(false)).not.toContain("sign");
  expect(shown(false)).toContain("Written by Refund bot. Not verified.");
});
