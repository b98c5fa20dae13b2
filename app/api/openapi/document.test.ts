import { expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { webhookEvent, webhookEventTypeList } from "#lib/notifications/webhooks/event-types";
import { eventOf } from "#lib/notifications/webhooks/testing/messages";
import { openApiDocument } from "./document.ts";
import { operations } from "./operations.ts";
import { problemSchema, redeemedSchema, requestResponseSchema, webhookEventSchema } from "./schemas.ts";

const { workspace, admin } = await RunningWorkspace.open();
const agent = await workspace.agent(admin, admin);

test("the document, for which anyone can ask, is generated once for each origin", () => {
  const [first, again, other] = ["https://a.example", "https://a.example", "https://b.example"].map(
    openApiDocument,
  );
  expect(again).toBe(first);
  expect(other?.servers).toEqual([{ url: "https://b.example" }]);
});

test("every reference in the document resolves, and every operation has a response", () => {
  const document = openApiDocument("https://countersign.example");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name,
  );
  for (const name of references) expect(document.components.schemas).toHaveProperty(name ?? "");
  expect(operations.every(({ answers }) => answers.length > 0)).toBe(true);
});

test("every path of the document is served", async () => {
  const { url } = await serve(workspace.runtime.config.origin);
  for (const { method, path } of operations) {
    const address = url + path.replaceAll(/\{\w+\}/g, "x");
    const response = await fetch(address, { method: method.toUpperCase() });
    const isMissing = response.status === 404 && (await codeOf(response)) === "not_found";
    expect(isMissing, `${method} ${path}`).toBe(false);
  }
});

test("the server's answers match the document", async () => {
  const allowed = await (await agent.ask({ action: refund(50) })).json();
  const pending = await (await agent.ask({ action: refund(1250) })).json();
  for (const answer of [allowed, pending]) expect(requestResponseSchema.parse(answer)).toEqual(answer);
  const redeemed = await (await agent.redeem((allowed as { grant: string }).grant, refund(50))).json();
  expect(redeemedSchema.parse(redeemed)).toEqual(redeemed);
  const problem = await (await agent.ask({ action: {} })).json();
  expect(problemSchema.parse(problem)).toEqual(problem);
});

test("the document describes every webhook, and what is sent matches", () => {
  const { webhooks } = openApiDocument("https://countersign.example");
  expect(Object.keys(webhooks)).toEqual([...webhookEventTypeList, "test"]);
  const sent = webhookEvent("request.approved", eventOf("request_closed", { state: "approved", risk: null }));
  expect(webhookEventSchema.parse(sent)).toEqual(sent);
  const test = { id: "obx_1", kind: "test" as const, at: new Date(), agent: undefined, request: undefined };
  expect(webhookEventSchema.parse(webhookEvent("test", test))).toMatchObject({ type: "test", data: {} });
});

test("the document is served as JSON", async () => {
  expect(await (await workspace.get("/api/openapi.json")).json()).toMatchObject({
    openapi: "3.1.0",
    paths: expect.anything(),
  });
});
