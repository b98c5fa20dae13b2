/** Whether a text is a number to match: two digits. */
export function isNumber(text: string): boolean {
  return /^\d{2}$/.test(text.trim());
}
