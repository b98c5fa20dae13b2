export function hiddenCookie(personId: string): string {
  return `first-steps-hidden-${personId}`;
}
