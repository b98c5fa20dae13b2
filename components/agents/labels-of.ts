/** Labels as they are typed, with spaces or commas between them: sorted, each once. Whether each is one is for the server to say. */
export function labelsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))].sort();
}

/**
 * The error in the labels, shown before the passkey prompt. The server checks the same
 * (lib/policy/rule.ts).
 */
export function labelsFault(labels: string[]): string | undefined {
  const wrong = labels.find((label) => !/^[a-z0-9][a-z0-9._:-]{0,62}$/.test(label));
  if (wrong) return `"${wrong}" isn't a valid label. Use up to 63 lowercase letters, digits and . _ : -`;
  return labels.length > 20 ? "An agent can have up to 20 labels." : undefined;
}
