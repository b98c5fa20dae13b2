import type { Json } from "#lib/canonical";
import type { ActionType } from "#lib/policy/catalogue";
import { inferSchema } from "#lib/policy/infer-schema";
import { jsonText } from "#lib/policy/json-text";

/** An action type as its form begins. */
export interface ActionTypeDraft {
  type: string;
  title: string;
  risk: ActionType["risk"];
  /** JSON. */
  schema: string;
  amountParam: string;
  currencyParam: string;
}

/** An entry of the catalogue, to be edited. */
export function draftOf(entry: ActionType): ActionTypeDraft {
  const { type, title, risk, amountParam, currencyParam } = entry;
  const params = { amountParam: amountParam ?? "", currencyParam: currencyParam ?? "" };
  return { type, title, risk, schema: jsonText(entry.schema), ...params };
}

/** A new type, with what can be told from params that agents sent. What it is called and how risky it is, a person says. */
export function draftFrom(type: string, samples: Record<string, Json>[]): ActionTypeDraft {
  const { schema, amountParam, currencyParam } = inferSchema(samples);
  const risk = amountParam === null ? "write" : "spend";
  return draftOf({ type, title: "", risk, schema, amountParam, currencyParam });
}
