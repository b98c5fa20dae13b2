import { expect, test } from "vitest";
import { readForm } from "#app/web/forms/run-action";
import { actionTypeFields, prepareTyped } from "./action-type-acts.ts";
import { draftOf } from "./action-type-draft.ts";

const type = {
  ...{ type: "ticket.close", title: "Close a ticket", risk: "write" as const, schema: {} },
  ...{ amountParam: null, currencyParam: null, descriptor: { intent: "Close a ticket", fields: [] } },
};
const limits = { days: 14, count: 10 };

/** Reads the form of a type as the browser sends it, with these boxes checked. */
async function read(
  entry: Parameters<typeof draftOf>[0],
  signers: string[] = draftOf(entry).standingSigners,
) {
  const form = new FormData();
  const { standingSigners, ...texts } = draftOf(entry);
  for (const [name, text] of Object.entries(texts)) form.set(name, text);
  for (const signer of signers) form.append("standingSigners", signer);
  return readForm(actionTypeFields(await prepareTyped(form)), form, ["standingSigners"]);
}

test("who may sign is read as it is shown, and the owner alone is the default", async () => {
  expect(draftOf(type).standingSigners).toEqual(["owner"]);
  const standing = { ...limits, signers: ["owner", "group"] as ("owner" | "group")[] };
  expect((await read({ ...type, standing })).standing).toEqual(standing);
  expect((await read({ ...type, standing: limits })).standing).toEqual(limits);
  expect((await read({ ...type, standing: limits }, ["backup"])).standing).toEqual({
    ...limits,
    signers: ["backup"],
  });
});

test("no one who may sign is an error next to the choices, and of no matter without limits", async () => {
  const errors = { standingSigners: "Select at least one." };
  await expect(read({ ...type, standing: limits }, [])).rejects.toMatchObject({ errors });
  expect((await read(type, [])).standing).toBeUndefined();
});
