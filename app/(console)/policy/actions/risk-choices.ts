import { labelOptions, riskLabels } from "#lib/text/labels";

/** The risk levels an admin can choose. `unknown` is the level of types without a description. */
export const riskChoices = labelOptions(riskLabels).filter(({ value }) => value !== "unknown");
