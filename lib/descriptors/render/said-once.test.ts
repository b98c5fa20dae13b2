import { expect, test } from "vitest";
import type { Descriptor } from "../descriptor.ts";
import { renderAction } from "./render-action.ts";
import { fieldsLikeResource, saidInSentence } from "./said-once.ts";

const descriptor = {
  intent: "Refund a payment",
  sentence: "Refund {amount} to charge {charge}",
  fields: [
    { path: "/amount", label: "Amount", format: "amount", params: { currency: "/currency" } },
    { path: "/charge", label: "Charge", format: "identifier" },
    { path: "/copy", label: "Copy", format: "identifier", optional: true },
    { path: "/paid_at", label: "Paid", format: "datetime", optional: true },
  ],
} as unknown as Descriptor;

const render = (params: Record<string, string | number>, resource?: string) =>
  renderAction(
    { type: "refund.create", params: { currency: "USD", ...params }, ...(resource && { resource }) },
    descriptor,
  );

test("a value is said once if the sentence has the placeholder of its field", () => {
  const rendering = render({ amount: 12.5, charge: "ch_81" });
  expect(rendering.form).toBe("described");
  expect([...saidInSentence(rendering, descriptor)]).toEqual(["/amount", "/charge"]);
});

test("another parameter with a text of the sentence is still listed", () => {
  const rendering = render({ amount: 12.5, charge: "ch_81", copy: "ch_81" });
  expect(saidInSentence(rendering, descriptor).has("/copy")).toBe(false);
});

test("without its description an action has everything in the list", () => {
  const rendering = renderAction({ type: "refund.create", params: { amount: 1 } }, undefined);
  expect(saidInSentence(rendering, descriptor).size).toBe(0);
});

test("only a field with exactly the text of the resource lends its label to the resource", () => {
  const labels = (resource: string) =>
    fieldsLikeResource(render({ amount: 1, charge: "ch_81" }, resource)).map(({ label }) => label);
  expect(labels("ch_81")).toEqual(["Charge"]);
  expect(labels("charge/ch_81")).toEqual([]);
});
