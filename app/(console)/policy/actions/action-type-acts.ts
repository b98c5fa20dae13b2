import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct } from "#app/web/forms/act";
import { readForm } from "#app/web/forms/run-action";
import { pointer } from "#client/json/pointer";
import { descriptorSchema } from "#lib/descriptors/descriptor";
import { parseIJson } from "#lib/json/parse";
import { type ActionType, actionTypeSchema } from "#lib/policy/action-types/action-type";
import { actionTypeFaults } from "#lib/policy/action-types/check-action-types";
import type { Fault } from "#lib/policy/action-types/params-schema";
import { type PreparedCheck, prepareCheck } from "#lib/policy/action-types/prepare-check";
import { isRecord } from "#lib/policy/action-types/schema/schema-keywords";
import { removeActionType, saveActionType } from "#lib/policy/drafts/draft-action-types";
import { defineDraftAct, seen } from "../draft-act.ts";
import { placed, readTyped } from "../typed-json.ts";
import { readDenyReasonLines } from "./deny-reason-lines.ts";

export const actionTypeSaving = defineAct({
  name: "draft/save-action-type",
  roles: ["admin"],
  refreshes: ["/policy"],
  perform: async (actor, form) => {
    const { db, clock } = runtime();
    const { revision, isNew } = readForm(seen.extend({ isNew: z.stringbool() }), form);
    const entry = readForm(actionTypeFields(await prepareTyped(form)), form, ["standingSigners"]);
    await saveActionType(db, { actor, entry, isNew, revision, now: clock() });
  },
});

export const actionTypeRemoval = defineDraftAct(
  "draft/remove-action-type",
  seen.extend({ type: z.string() }),
  removeActionType,
);

const number = z.string().trim().default("");

const fields = z.object({
  type: z.string().trim(),
  title: z.string().trim(),
  risk: z.string(),
  schema: z.string(),
  amountParam: z.string().trim(),
  currencyParam: z.string().trim(),
  descriptor: z.string().trim().default(""),
  denyReasons: z.string().trim().default(""),
  ...{ standingDays: number, standingCount: number, standingAmount: number, standingTotal: number },
  standingSecondAdminAbove: number,
  standingSigners: z.array(z.string()).default([]),
});

/** Reads the form of an action type, after {@link prepareTyped}. Errors in a text name their line. */
export function actionTypeFields(prepared: PreparedCheck) {
  return fields.transform((typed, context) => readFields(typed, context, prepared));
}

export function prepareTyped(form: FormData): Promise<PreparedCheck> {
  const [schema, typed] = ["schema", "descriptor"].map((name) => {
    const json = readTyped(String(form.get(name) ?? ""), parseIJson);
    return typeof json === "string" ? undefined : json.value;
  });
  const descriptor = descriptorSchema.safeParse(typed).data;
  return prepareCheck([{ schema: isRecord(schema) ? schema : {}, ...(descriptor && { descriptor }) }]);
}

/** The ceiling of standing approvals; undefined when all of its limits are empty. */
function readCeiling({
  standingDays,
  standingCount,
  standingAmount,
  standingTotal,
  standingSecondAdminAbove,
  standingSigners: signers,
}: z.output<typeof fields>) {
  const read = (text: string) => (text === "" ? undefined : Number(text));
  const limits = {
    ...{ days: read(standingDays), count: read(standingCount) },
    ...{ amount: read(standingAmount), total: read(standingTotal) },
    secondAdminAbove: read(standingSecondAdminAbove),
  };
  if (Object.values(limits).every((value) => value === undefined)) return undefined;
  // The owner alone is the default.
  return signers.join() === "owner" ? limits : { ...limits, signers };
}

/** The form's field of a place in the ceiling: the first for what concerns all. */
function ceilingField(member = "days") {
  return `standing${member.charAt(0).toUpperCase()}${member.slice(1)}`;
}

function readFields(
  typed: z.output<typeof fields>,
  context: z.RefinementCtx,
  prepared: PreparedCheck,
): ActionType {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const schema = readTyped(typed.schema, parseIJson);
  if (typeof schema === "string") refuse("schema", schema);
  const descriptor = typed.descriptor ? readTyped(typed.descriptor, parseIJson) : undefined;
  if (typeof descriptor === "string") refuse("descriptor", descriptor);
  const { type, title, risk } = typed;
  const entry = actionTypeSchema.safeParse({
    ...{ type, title, risk, standing: readCeiling(typed) },
    schema: typeof schema === "string" ? {} : schema.value,
    amountParam: typed.amountParam || null,
    currencyParam: typed.currencyParam || null,
    descriptor: typeof descriptor === "string" ? undefined : descriptor?.value,
    denyReasons: readDenyReasonLines(typed.denyReasons),
  });
  const issues = entry.error?.issues ?? [];
  for (const issue of issues.filter(({ path }) => path[0] !== "descriptor"))
    refuse(fieldOf(issue.path.map(String)), wordsOf(issue));
  const misformed = issues.filter(({ path }) => path[0] === "descriptor").map(faultOfIssue);
  if (misformed.length > 0) refuse("descriptor", placed(typed.descriptor, "/descriptor", misformed));
  if (!entry.success || context.issues.length > 0) return z.NEVER;
  const faults = actionTypeFaults(entry.data, prepared);
  const texts = { schema: typed.schema, descriptor: typed.descriptor };
  for (const [name, text] of Object.entries(texts)) {
    const inText = faults.filter(({ path }) => path.startsWith(`/${name}`));
    if (inText.length > 0) refuse(name, placed(text, `/${name}`, inText));
  }
  for (const { path, message } of faults.filter((fault) => !/^\/(?:schema|descriptor)/.test(fault.path)))
    refuse(fieldOf(path.slice(1).split("/")), message);
  return faults.length > 0 ? z.NEVER : entry.data;
}

function fieldOf([name = "", member]: string[]) {
  return name === "standing" ? ceilingField(member) : name;
}

function faultOfIssue({ path, message }: { path: PropertyKey[]; message: string }): Fault {
  return { path: path.map(String).reduce(pointer, ""), message };
}

function wordsOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  if (path[0] === "type") return "Use lowercase words separated by dots, for example refund.create";
  if (path[0] === "title") return "Describe what it does in up to 120 characters";
  if (path[0] === "denyReasons" && typeof path[1] === "number") return `Reason ${path[1] + 1}: ${message}`;
  return message;
}
