/** The beginning of a digest: enough to tell two apart when people read it to each other. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 8);
}
