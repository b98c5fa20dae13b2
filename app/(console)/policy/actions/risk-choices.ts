import { riskWords } from "#components/queue/risk-badge";

/** The risk levels an admin can choose. `unknown` is the level of types without a description. */
export const riskChoices = riskWords.filter(({ value }) => value !== "unknown");
