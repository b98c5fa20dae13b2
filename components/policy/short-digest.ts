/** The beginning of a digest: enough for people to compare two digests aloud. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 8);
}
