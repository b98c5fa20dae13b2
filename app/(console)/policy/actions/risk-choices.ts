import { riskWords } from "#components/queue/risk-badge";

/**
 * The risk levels that an admin can choose: all except `unknown`, the level of types that no admin
 * described.
 */
export const riskChoices = riskWords.filter(({ value }) => value !== "unknown");
