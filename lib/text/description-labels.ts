/** The label of parameters that no field covers. */
export const alsoLabel = "Also included";
/** Parameters that a descriptor hides at the described value. */
export const hiddenLabel = "Not shown above";
/** The mark of an action that is shown without a description. */
export const rawLabel = "Shown without description";
/** Why an amount is shown raw: neither of its two readings may be chosen. */
export const digitsWarning =
  "The amount can't be shown as money: its currency doesn't have the decimals described. Read the number as sent.";
/** What static reading of a shell command can't decide. Part of signed digests: never changed. */
export const uninspectedLabel = "Cannot be inspected";
