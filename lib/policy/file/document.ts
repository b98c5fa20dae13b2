import { z } from "zod";
import type { Database, Transaction } from "#db/client";
import { listGroups } from "#lib/people/list-groups";
import { catalogSchema } from "#lib/policy/action-types/action-type";
import { jsonText } from "#lib/policy/action-types/json-text";
import { prepareCheck } from "#lib/policy/action-types/prepare-check";
import { dropUndefined } from "#lib/policy/language/drop-undefined";
import { defaultOutcomeSchema, rulesSchema, unclassifiedSchema } from "#lib/policy/language/rule";
import type { PolicyContent } from "#lib/policy/versions/version-digest";
import { documentFaults, refuseDocument } from "./faults.ts";
import { groupNames, idsForGroups, namesForGroups } from "./groups.ts";
import { readDocumentJson } from "./json.ts";
import { formFaults } from "./words.ts";

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
  rules: rulesSchema,
});

/**
 * Writes the file in one order, so that small changes are small differences. Groups of approvers
 * appear by name, because IDs mean nothing in another installation.
 */
export async function writeDocument(db: Database | Transaction, document: PolicyDocument): Promise<string> {
  const names = await groupNames(db);
  const { version, rules, defaultOutcome, unclassified, catalog } = document;
  const file = {
    countersign_policy: 1,
    version,
    default_outcome: defaultOutcome,
    unclassified,
    action_types: [...catalog].sort((one, other) => (one.type < other.type ? -1 : 1)),
    rules: rules.map((rule) => dropUndefined(namesForGroups(rule, names))),
  };
  return `${jsonText(file)}\n`;
}

/**
 * Reads the file, strictly: its form, its schemas, and its rules by the lint rules and Cedar.
 * @throws {CountersignError} `invalid_input` with every fault in `details.errors`: a
 * `DocumentFault` with its line.
 */
export async function readDocument(db: Database | Transaction, bytes: Uint8Array): Promise<PolicyDocument> {
  const { text, value } = readDocumentJson(bytes);
  const groups = await listGroups(db);
  const ids = idsForGroups(value, groups);
  const parsed = fileSchema.safeParse(ids.value);
  if (!parsed.success) throw refuseDocument(text, [...formFaults(parsed.error, ids.value), ...ids.faults]);
  const { version, default_outcome: defaultOutcome, unclassified, rules } = parsed.data;
  const content = { rules, defaultOutcome, unclassified, catalog: parsed.data.action_types };
  const prepared = await prepareCheck(content.catalog);
  const faults = [...ids.faults, ...documentFaults(content, groups, ids.placeholders, prepared)];
  if (faults.length > 0) throw refuseDocument(text, faults);
  return { version, ...content };
}
