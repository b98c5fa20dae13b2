export interface RuleFault {
  /** Empty when it is no rule's alone. */
  ruleId: string;
  /** The field, as `conditions.0.upTo`; empty when it is the rule as a whole. */
  path: string;
  message: string;
}
