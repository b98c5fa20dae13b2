import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { rule } from "#lib/policy/testing/judge";
import { actor, auditEvents, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { readDraft } from "./draft.ts";
import { removeActionType, saveActionType } from "./draft-action-types.ts";
import { removeRule, saveRule } from "./draft-rules.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const admin = actor("admin");
const invoice: ActionType = {
  ...{ type: "invoice.pay", title: "Pay an invoice", risk: "spend" },
  schema: { type: "object", properties: { total: { type: "number" }, currency: { type: "string" } } },
  ...{ amountParam: "total", currencyParam: "currency" },
};

async function save(entry: ActionType, isNew: boolean, by = admin): Promise<number> {
  const { revision } = await readDraft(db);
  return saveActionType(db, { actor: by, entry, isNew, revision, now });
}

async function remove(type: string): Promise<number> {
  return removeActionType(db, { actor: admin, type, revision: (await readDraft(db)).revision, now });
}

describe("an action type of the draft", () => {
  test("is added once, and identified by name", async () => {
    await save(invoice, true);
    const { catalog } = await readDraft(db);
    expect(catalog).toHaveLength(defaultCatalog.length + 1);
    expect(catalog.map(({ type }) => type)).toEqual(catalog.map(({ type }) => type).sort());
    await expect(save(invoice, true)).rejects.toMatchObject({ code: "conflict" });
  });

  test("is changed in place, and only while it exists", async () => {
    await save({ ...invoice, title: "Pay a supplier" }, false);
    expect((await readDraft(db)).catalog).toContainEqual({ ...invoice, title: "Pay a supplier" });
    await expect(save({ ...invoice, type: "invoice.lose" }, false)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test.each<[string, Partial<ActionType>, string]>([
    ["an amount that the schema does not have", { amountParam: "sum" }, "/amountParam"],
    ["an amount that is a text", { amountParam: "currency" }, "/amountParam"],
    ["a currency that is a number", { currencyParam: "total" }, "/currencyParam"],
    ["a currency of no amount", { amountParam: null }, "/currencyParam"],
    ["a schema with a fault", { schema: { type: "object", requird: [] } }, "/schema/requird"],
    ["a title that runs backwards", { title: "Pay \u202eyap" }, "/title"],
  ])("with %s is refused with the place of the error", async (_, parts, path) => {
    await expect(save({ ...invoice, ...parts }, false)).rejects.toMatchObject({
      code: "invalid_input",
      details: { errors: [expect.objectContaining({ path })] },
    });
  });

  test("that would leave a rule without the currency of its amount is refused with the rule's error", async () => {
    await save({ ...invoice, currencyParam: null }, false);
    const bare = rule({
      ...{ id: "bare", outcome: "block", actions: ["invoice.*"] },
      conditions: [{ kind: "number", param: "total", is: "over", value: 100 }],
    });
    await saveRule(db, { actor: admin, rule: bare, revision: (await readDraft(db)).revision, now });
    await expect(save(invoice, false)).rejects.toMatchObject({
      code: "invalid_input",
      userMessage: expect.stringContaining("Compare it together with its currency"),
    });
  });

  test("cannot be removed while a rule names it exactly, and can be removed afterwards", async () => {
    await expect(remove("refund.create")).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("Auto-approve refunds up to 100"),
    });
    // The rule about invoice.* covers any existing type.
    await remove("invoice.pay");
    await expect(remove("invoice.pay")).rejects.toMatchObject({ code: "not_found" });
    const revision = await removeRule(db, {
      ...{ actor: admin, ruleId: "send-message", now },
      revision: (await readDraft(db)).revision,
    });
    expect(await remove("message.send")).toBe(revision + 1);
    expect((await readDraft(db)).catalog.map(({ type }) => type)).not.toContain("message.send");
  });

  test("is only for admins, and a stale tab changes nothing", async () => {
    for (const role of ["approver", "auditor"] as const)
      await expect(save(invoice, true, actor(role))).rejects.toMatchObject({ code: "not_found" });
    await expect(
      saveActionType(db, { actor: admin, entry: invoice, isNew: true, revision: 0, now }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("is recorded with every change", async () => {
    const events = (await auditEvents(db, "policy.draft_changed")) as {
      data: { change: string; action_type?: string };
    }[];
    expect(events.map(({ data }) => [data.change, data.action_type])).toContainEqual([
      "action_type_saved",
      "invoice.pay",
    ]);
    expect(events.map(({ data }) => [data.change, data.action_type])).toContainEqual([
      "action_type_removed",
      "message.send",
    ]);
  });
});
