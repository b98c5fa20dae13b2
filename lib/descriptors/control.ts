import type { Json } from "#client/json/pointer";
import type { Descriptor } from "./descriptor.ts";

export type Field = Descriptor["fields"][number];

/** How an approver changes one value, as far as a form shows it. */
export interface Control {
  /** `lower`: a number that may only be lowered. `choice`: one of the descriptor's values. */
  kind: "lower" | "choice" | "text";
  current: string;
  /** Shown after a number, such as `USD`. */
  unit?: string | undefined;
  /** For `lower`: the number to stay below, as people read it. */
  limit?: string;
  /** For `choice`: the values that can be selected. */
  options?: { value: string; label: string }[];
}

/** A control, and how it reads what the approver entered. */
export interface ReadableControl extends Control {
  /** The new value of the parameter, or an error for the approver. */
  read: (entered: string) => { value: Json } | { fault: string };
}
