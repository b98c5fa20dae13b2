/**
 * The typed labels, separated by spaces or commas: sorted, without duplicates. The server validates
 * each label.
 */
export function labelsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))].sort();
}

/**
 * The error in the labels, shown before the passkey prompt. The server checks the same
 * (lib/policy/language/rule.ts).
 */
export function labelsFault(labels: string[]): string | undefined {
  const wrong = labels.find((label) => !/^[a-z0-9][a-z0-9._:-]{0,62}$/.test(label));
  if (wrong) return `"${wrong}" isn't a valid label. Use up to 63 lowercase letters, digits and . _ : -`;
  return labels.length > 20 ? "An agent can have up to 20 labels." : undefined;
}
