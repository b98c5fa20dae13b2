/** What the draft does to a rule, a threshold or an action type. */
export type Mark = "edited" | "new" | "removed";
