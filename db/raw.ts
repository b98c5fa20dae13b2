/** A value as raw SQL returns it: a time is text. */
export type Raw<Value> = Value extends Date
  ? string
  : Value extends object
    ? { [Name in keyof Value]: Raw<Value[Name]> }
    : Value;
