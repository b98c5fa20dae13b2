import type { Json } from "#client/json/pointer";
import type { Descriptor } from "./descriptor.ts";

export type Field = Descriptor["fields"][number];

/** A value's control, as a form shows it. */
export interface Control {
  /** `lower`: only lower numbers. `choice`: the descriptor's values. */
  kind: "lower" | "choice" | "text";
  current: string;
  /** Shown after a number, such as `USD`. */
  unit?: string | undefined;
  /** For `lower`: the upper bound, for people. */
  limit?: string;
  /** For `choice`: the selectable values. */
  options?: { value: string; label: string }[];
}

/** A control, with the reader of entered values. */
export interface ReadableControl extends Control {
  /** The new value of the parameter, or an error for the approver. */
  read: (entered: string) => { value: Json } | { fault: string };
}
