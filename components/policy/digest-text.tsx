/** A version's digest in full, with its beginning set off for people to compare. */
export function DigestText({ digest }: { digest: string }) {
  const short = shortDigest(digest);
  return (
    <code>
      <strong>{short}</strong>
      {digest.slice(short.length)}
    </code>
  );
}

/** The beginning of a digest: enough for people to compare two digests aloud. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 8);
}
