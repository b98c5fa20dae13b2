import type { Fallback } from "#lib/descriptors/formats/format";
import { digitsWarning } from "#lib/text/description-labels";

/** Why an action appears without a description. */
export const fallbackWords: Record<Fallback["code"], string> = {
  no_descriptor: "This action type has no description",
  missing: "A described parameter is missing",
  unexpected_value: "A parameter has another form than described",
  hidden_differs: "A parameter that isn't shown has another value than described",
  bad_descriptor: "The description can't be read",
  currency_digits: digitsWarning,
};
