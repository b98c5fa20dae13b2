import { cedarString } from "./cedar/cedar-text.ts";

/** The part of an ask in an attribute of Cedar's context. */
export interface Read {
  /** The attribute's name: `number.amount`, `text.currency`, `resource`. */
  attribute: string;
  as:
    | "number"
    | "text"
    | "flag"
    | "presence"
    | "resource"
    | "audience"
    | "now"
    | "type"
    | "total"
    | "history"
    | "currency"
    | "labels"
    | "minute_of_week";
  /** Where in params, or the name of the time zone; empty for what is neither. */
  path: string[];
}

/** The value of an attribute: a total is a count of ten-thousandths. */
export type Value = number | string | boolean | bigint | readonly string[];

/** An attribute of the context, in Cedar. */
export function attributeOf(read: Read): string {
  return `context[${cedarString(read.attribute)}]`;
}
