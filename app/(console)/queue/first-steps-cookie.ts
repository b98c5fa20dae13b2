/** The cookie with which a person hid the first steps in this browser. */
export function hiddenCookie(personId: string): string {
  return `first-steps-hidden-${personId}`;
}
