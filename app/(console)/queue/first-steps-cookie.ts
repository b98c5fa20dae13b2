/** The cookie that hides the first steps in a browser. */
export function hiddenCookie(personId: string): string {
  return `first-steps-hidden-${personId}`;
}
