import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { lineAt } from "#lib/json/lines-of";
import { parseIJson } from "#lib/json/parse";
import { CountersignError } from "#lib/kernel/errors";
import { listGroups } from "#lib/people/list-groups";
import { catalogSchema } from "#lib/policy/action-types/action-type";
import { jsonText } from "#lib/policy/action-types/json-text";
import { prepareCheck } from "#lib/policy/action-types/prepare-check";
import { listNameSchema, listValuesSchema } from "#lib/policy/language/condition";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { listsOf } from "#lib/policy/language/lists";
import { defaultOutcomeSchema, rulesSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import type { PolicyContent } from "#lib/policy/versions/versions";
import { documentFaults, formFaults, refuseDocument } from "./faults.ts";
import { groupNames, idsForGroups, namesForGroups } from "./groups.ts";
import { withListed, withoutListed } from "./lists.ts";

/** The action types and the policy as one file for version control. */
export interface PolicyDocument extends PolicyContent {
  version: number;
}

const fileSchema = z.strictObject({
  countersign_policy: z.literal(1, "this server reads files of the form countersign_policy 1"),
  version: z
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  default_outcome: defaultOutcomeSchema,
  unclassified: unclassifiedSchema,
  action_types: catalogSchema,
  lists: z
    .array(z.strictObject({ name: listNameSchema, values: listValuesSchema }))
    .max(100, "a file has at most 100 lists")
    .optional(),
  rules: rulesSchema,
});

/** Writes the file in one order, for small differences, with groups by name: IDs differ elsewhere. */
export async function writeDocument(db: Database | Transaction, document: PolicyDocument): Promise<string> {
  const names = await groupNames(db);
  const { version, rules, defaultOutcome, unclassified, catalog } = document;
  const lists = listsOf(rules);
  const file = {
    countersign_policy: 1,
    version,
    default_outcome: defaultOutcome,
    unclassified,
    action_types: [...catalog].sort((one, other) => (one.type < other.type ? -1 : 1)),
    ...(lists.length > 0 && { lists }),
    rules: rules.map((rule) => dropUndefined(withoutListed(namesForGroups(rule, names)))),
  };
  return `${jsonText(file)}\n`;
}

/**
 * Reads the file strictly: form, schemas, lint rules and Cedar's validator.
 * @throws {CountersignError} `invalid_input`, with {@link DocumentFault}s in `details.errors`
 */
export async function readDocument(db: Database | Transaction, bytes: Uint8Array): Promise<PolicyDocument> {
  const { text, value } = readDocumentJson(bytes);
  const groups = await listGroups(db);
  const listed = withListed(value);
  const ids = idsForGroups(listed.value, groups);
  const named = [...listed.faults, ...ids.faults];
  const parsed = fileSchema.safeParse(ids.value);
  if (!parsed.success) throw refuseDocument(text, [...formFaults(parsed.error, ids.value), ...named]);
  const { version, default_outcome: defaultOutcome, unclassified, rules } = parsed.data;
  const content = { rules, defaultOutcome, unclassified, catalog: parsed.data.action_types };
  const prepared = await prepareCheck(content.catalog);
  const faults = [...named, ...documentFaults(content, groups, ids.placeholders, prepared)];
  if (faults.length > 0) throw refuseDocument(text, faults);
  return { version, ...content };
}

/** Largest policy file, in bytes: room for a thousand rules of maximum size. */
export const maximumDocumentBytes = 2 * 1024 * 1024;

/** The JSON in a policy file. @throws `payload_too_large`; `invalid_input` with the fault and its line */
function readDocumentJson(bytes: Uint8Array): { text: string; value: unknown } {
  if (bytes.byteLength > maximumDocumentBytes) {
    throw new CountersignError("payload_too_large", `the file has ${bytes.byteLength} bytes`, {
      userMessage: "Policy files can be up to 2 MiB.",
    });
  }
  try {
    const value = parseIJson(bytes);
    return { text: new TextDecoder().decode(bytes), value };
  } catch (cause) {
    if (!(cause instanceof CountersignError)) throw cause;
    const { fault, character } = cause.details;
    const message = typeof fault === "string" ? `this is not acceptable JSON: ${fault}` : "this isn't UTF-8";
    const line = typeof character === "number" ? lineAt(new TextDecoder().decode(bytes), character) : 1;
    throw new CountersignError("invalid_input", cause.message, {
      userMessage: `Line ${line}: ${message}.`,
      details: { errors: [{ path: "", line, message }] },
      cause,
    });
  }
}
