import { z } from "zod";
import type { Descriptor } from "#lib/descriptors/descriptor";
import type { Fault } from "./params-schema.ts";

const amount = z.number("enter a number").positive("enter a number above 0");

/** The longest standing approval, in days. */
const mostStandingDays = 30;

/** How far a standing approval of a type can go. Without it, each request reaches a person. */
export const standingCeilingSchema = z.strictObject({
  days: z
    .int("enter a whole number")
    .min(1, "at least 1 day")
    .max(mostStandingDays, `at most ${mostStandingDays} days`),
  /** The most requests. */
  count: z.int("enter a whole number").min(1, "at least 1 request").max(500, "at most 500 requests"),
  /** The most of one request, and of all. With an amount parameter alone. */
  amount: amount.optional(),
  total: amount.optional(),
});

export type StandingCeiling = z.output<typeof standingCeilingSchema>;

interface OpenType {
  standing?: StandingCeiling | undefined;
  risk: string;
  descriptor?: Descriptor | undefined;
  amountParam: string | null;
}

/** Why a type can't be open to standing approvals, by JSON Pointer into the type. */
export function standingFaults({ standing, risk, descriptor, amountParam }: OpenType): Fault[] {
  if (!standing) return [];
  const refuse = (path: string, message: string) => [{ path: `/standing${path}`, message }];
  if (risk === "destructive") return refuse("", "a destructive action always reaches a person");
  if (!descriptor) return refuse("", "add a descriptor: a person signs what it shows");
  if (descriptor.fields.some(({ format }) => format === "command"))
    return refuse("", "a command always reaches a person");
  const { amount: most, total } = standing;
  if (amountParam === null)
    return most === undefined && total === undefined ? [] : refuse("", "the type has no amount parameter");
  if (most === undefined) return refuse("/amount", "enter the most of one request");
  if (total === undefined) return refuse("/total", "enter the most of all requests");
  return total < most ? refuse("/total", "is below the most of one request") : [];
}
