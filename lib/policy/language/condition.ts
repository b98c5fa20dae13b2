import { z } from "zod";
import { lineSchema } from "./condition-text.ts";
import { cedarDecimal } from "./decimal.ts";
import { totalCondition } from "./total.ts";

/** A parameter's name, or names joined by dots for nested objects, such as `filter.table`. */
export const parameterSchema = lineSchema
  .max(200, "a parameter has at most 200 characters")
  .regex(/^[^.]+(\.[^.]+)*$/, "a parameter is a name, or names joined by dots");

const text = lineSchema.max(500, "a text has at most 500 characters");

/** A number with an exact Cedar decimal: at most four digits after the point. */
const decimal = z
  .number()
  .refine((number) => cedarDecimal(number) !== undefined, "a number has at most 4 digits after the point");

/** An amount with a unit. Always with currencies: 100 of one is not 100 of another. */
export const amountMeasure = {
  kind: z.literal("amount"),
  amount: parameterSchema,
  currency: parameterSchema,
  currencies: z.array(text.min(1)).min(1, "enter at least one currency").max(50),
};

const amountCondition = z
  .strictObject({
    ...amountMeasure,
    /** The lower limit, exclusive. At least 0, so that no tier matches a negative amount. */
    over: decimal.min(0, "an amount is never below 0").default(0),
    /** The amount is this or less; absent for no upper end. */
    upTo: decimal.optional(),
  })
  .refine(({ over, upTo }) => upTo === undefined || upTo > over, {
    path: ["upTo"],
    error: "the upper end is above the lower one",
  });

const numberCondition = z.strictObject({
  kind: z.literal("number"),
  param: parameterSchema,
  is: z.enum(["under", "up_to", "equal_to", "from", "over"]),
  value: decimal,
});

/** The most values of a condition without a list. */
const mostWritten = 50;

/** The most values of a list: Cedar's validator and its check of an ask read them all. */
const mostListed = 1000;

export const listValuesSchema = z
  .array(text.min(1, "a value has at least one character"))
  .min(1, "enter at least one value")
  .max(mostListed, "a list has at most 1,000 values");

export const listNameSchema = lineSchema
  .regex(/^\S(.*\S)?$/, "a list has a name without spaces at its ends")
  .max(60, "the name of a list has at most 60 characters");

/** A comparison of a text: with values, with patterns or with a list. */
export const textCondition = z
  .strictObject({
    kind: z.literal("text"),
    param: parameterSchema,
    /** `like` takes globs: `*` matches any run of characters. */
    is: z.enum(["one_of", "none_of", "like"]),
    values: listValuesSchema,
    /** The list of which these are the values, in each rule that names the list (lists.ts). */
    list: listNameSchema.optional(),
  })
  .superRefine(({ is, values, list }, { addIssue }) => {
    const refuse = (field: string, message: string) => addIssue({ code: "custom", path: [field], message });
    if (list === undefined && values.length > mostWritten)
      refuse("values", `at most ${mostWritten} values, or use a list`);
    if (list !== undefined && is === "like") refuse("is", "a list has no patterns");
    if (list !== undefined && new Set(values).size < values.length)
      refuse("values", "the list has a value twice");
  });

const flagCondition = z.strictObject({ kind: z.literal("flag"), param: parameterSchema, is: z.boolean() });

const presenceCondition = z.strictObject({
  kind: z.literal("presence"),
  param: parameterSchema,
  is: z.enum(["present", "absent"]),
});

/**
 * Whether the text of a parameter, or the resource, is new to the agent: whether no person approved a
 * request of the agent and the type with the same text (lib/policy/history/read-history.ts).
 */
export const historyCondition = z.strictObject({
  kind: z.literal("history"),
  /** Absent for the resource. */
  param: parameterSchema.optional(),
  is: z.enum(["new", "known"]),
  /** Only approved requests of so many days count; absent for any time. */
  days: z.int("a whole number of days").min(1, "at least 1 day").max(90, "at most 90 days").optional(),
});

/** A condition of a rule. All conditions must match. */
export const conditionSchema = z.discriminatedUnion("kind", [
  amountCondition,
  numberCondition,
  textCondition,
  flagCondition,
  presenceCondition,
  totalCondition,
  historyCondition,
]);

export type Condition = z.output<typeof conditionSchema>;
