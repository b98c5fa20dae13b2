/**
 * Whether a path from the command line is for Playwright: the folder of the end-to-end tests or a
 * spec in it.
 */
export function isSpec(path: string): boolean {
  return /^(?:\.\/)?e2e(?:\/|$)/.test(path);
}
