import { z } from "zod";
import { CountersignError } from "#lib/errors";
import { lineAt, linesOf } from "#lib/json/lines-of";
import { parseIJson } from "#lib/json/parse";
import { type ActionType, actionTypeSchema } from "#lib/policy/action-types/action-type";
import { actionTypeFaults } from "#lib/policy/action-types/check-action-types";
import type { Fault } from "#lib/policy/action-types/params-schema";

const maximumListed = 5;

const fields = z.object({
  type: z.string().trim(),
  title: z.string().trim(),
  risk: z.string(),
  schema: z.string(),
  amountParam: z.string().trim(),
  currencyParam: z.string().trim(),
});

/** Reads the form of an action type. Errors in the schema name their line. */
export const actionTypeFields = fields.transform((typed, context): ActionType => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  const schema = readSchema(typed.schema);
  if (typeof schema === "string") refuse("schema", schema);
  const entry = actionTypeSchema.safeParse({
    ...typed,
    schema: typeof schema === "string" ? {} : schema.value,
    amountParam: typed.amountParam || null,
    currencyParam: typed.currencyParam || null,
  });
  for (const issue of entry.error?.issues ?? []) refuse(String(issue.path[0]), wordsOf(issue));
  if (!entry.success || context.issues.length > 0) return z.NEVER;
  const faults = actionTypeFaults(entry.data);
  for (const { path, message } of faults.filter((fault) => !fault.path.startsWith("/schema")))
    refuse(path.slice(1), message);
  const inSchema = faults.filter(({ path }) => path.startsWith("/schema"));
  if (inSchema.length > 0) refuse("schema", placed(typed.schema, inSchema));
  return faults.length > 0 ? z.NEVER : entry.data;
});

function readSchema(text: string): { value: unknown } | string {
  try {
    return { value: parseIJson(new TextEncoder().encode(text)) };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    const { fault, character } = error.details;
    return `Line ${lineAt(text, Number(character))} isn't valid JSON: ${fault}`;
  }
}

function wordsOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  if (path[0] === "type") return "Use lowercase words separated by dots, for example refund.create";
  if (path[0] === "title") return "Describe what it does in up to 120 characters";
  return message;
}

function placed(text: string, faults: Fault[]): string {
  const lineOf = linesOf(text);
  const lines = faults.slice(0, maximumListed).map(({ path, message }) => {
    const within = path.slice("/schema".length);
    return `Line ${lineOf(within)}${within && `, ${within}`}: ${message}`;
  });
  const more = faults.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
