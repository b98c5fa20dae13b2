/** An amount as a person types it. */
export interface TypedAmount {
  /** Digits with an optional fraction. */
  value: string;
  /** In capitals; undefined for any currency. */
  currency: string | undefined;
}

const amount =
  /^(?:([a-z]{3})\s*|[$€£¥]\s*)?(\d{1,3}(?:[ ,'’\u00a0\u202f]\d{3})+|\d{1,18})(\.\d{1,9})?\s*([a-z]{3})?$/i;

/** The amount in "1250", "1,250.00", "1 250 USD" or "USD 1,250"; undefined for any other text. */
export function amountInText(text: string): TypedAmount | undefined {
  const [matched, before, whole = "", fraction = "", after] = amount.exec(text.trim()) ?? [];
  if (matched === undefined || (before && after)) return undefined;
  return { value: whole.replace(/\D/g, "") + fraction, currency: (before ?? after)?.toUpperCase() };
}
