import type { Json } from "#lib/json/canonical";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { inferSchema } from "#lib/policy/action-types/infer-schema";
import { jsonText } from "#lib/policy/action-types/json-text";
import { signersOf } from "#lib/policy/action-types/standing-ceiling";
import { suggestDescriptor } from "#lib/policy/action-types/suggest-descriptor";
import { labelOptions, riskLabels } from "#lib/text/labels";
import { denyReasonLines } from "./deny-reason-lines.ts";

/** An entry as texts for the form: the schema and the descriptor as JSON, and a deny reason a line. */
export type ActionTypeDraft = ReturnType<typeof draftOf>;

export function draftOf(entry: ActionType) {
  const { type, title, risk, amountParam, currencyParam, denyReasons = [], standing } = entry;
  const params = { amountParam: amountParam ?? "", currencyParam: currencyParam ?? "" };
  const descriptor = entry.descriptor ? jsonText(entry.descriptor) : "";
  const texts = { descriptor, denyReasons: denyReasonLines(denyReasons) };
  const ceiling = {
    ...{ standingDays: numberText(standing?.days), standingCount: numberText(standing?.count) },
    ...{ standingAmount: numberText(standing?.amount), standingTotal: numberText(standing?.total) },
    standingSecondAdminAbove: numberText(standing?.secondAdminAbove),
    standingSigners: signersOf(standing ?? {}),
  };
  return { type, title, risk, schema: jsonText(entry.schema), ...texts, ...params, ...ceiling };
}

function numberText(number: number | undefined): string {
  return number === undefined ? "" : String(number);
}

/** A new type, inferred from sent parameters. The admin chooses the name and the risk level. */
export function draftFrom(type: string, samples: Record<string, Json>[]): ActionTypeDraft {
  const { schema, amountParam, currencyParam } = inferSchema(samples);
  const risk = amountParam === null ? "write" : "spend";
  const descriptor = suggestDescriptor({ type, schema, amountParam, currencyParam }, samples);
  return draftOf({ type, title: "", risk, schema, amountParam, currencyParam, descriptor });
}

/** The risk levels an admin can choose. `unknown` is the level of types without a description. */
export const riskChoices = labelOptions(riskLabels).filter(({ value }) => value !== "unknown");
