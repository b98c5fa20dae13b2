import { riskWords } from "#components/queue/risk-badge";

/** The risks that an admin can choose from: all but the one of types that nobody described. */
export const riskChoices = riskWords.filter(({ value }) => value !== "unknown");
