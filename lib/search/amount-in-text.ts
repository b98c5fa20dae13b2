export interface TypedAmount {
  /** Digits with an optional fraction. */
  value: string;
  /** In capitals; undefined for any currency. */
  currency: string | undefined;
}

const amount =
  /^(?:([a-z]{3})\s*|[$€£¥]\s*)?(\d{1,3}(?:[ ,'’\u00a0\u202f]\d{3})+|\d{1,18})(\.\d{1,9})?\s*([a-z]{3})?$/i;

/** The amount in "1250", "1,250.00", "1 250 USD" or "USD 1,250". */
export function amountInText(text: string): TypedAmount | undefined {
  const [matched, before, whole = "", fraction = "", after] = amount.exec(text.trim()) ?? [];
  if (matched === undefined || (before && after)) return undefined;
  return { value: whole.replace(/\D/g, "") + fraction, currency: (before ?? after)?.toUpperCase() };
}

export interface AmountAmongWords {
  amount: TypedAmount;
  words: string;
}

/**
 * The readings of "refund 1,250.00 USD", the fullest first; none unless exactly one word is an
 * amount. A neighboring word can be the currency, as in "pay USD 1250", or a word, as in "pay
 * 1250".
 */
export function amountsAmongWords(text: string): AmountAmongWords[] {
  const words = text.split(/\s+/).filter(Boolean);
  const amounts = words.flatMap((word, at) => {
    const amount = amountInText(word);
    return amount ? [{ amount, at }] : [];
  });
  const [found, ...others] = amounts;
  if (!found || others.length > 0) return [];
  return currencyPlaces(words, found).flatMap(({ amount, from, to }) => {
    const rest = words.filter((_, at) => at < from || at > to).join(" ");
    return rest ? [{ amount, words: rest }] : [];
  });
}

const currency = /^[a-z]{3}$/i;

function currencyPlaces(words: string[], { amount, at }: { amount: TypedAmount; at: number }) {
  const without = { amount, from: at, to: at };
  if (amount.currency) return [without];
  const withCurrency = [at + 1, at - 1].flatMap((place) => {
    const word = words[place] ?? "";
    if (!currency.test(word)) return [];
    const from = Math.min(at, place);
    return [{ amount: { ...amount, currency: word.toUpperCase() }, from, to: from + 1 }];
  });
  return [...withCurrency, without];
}
