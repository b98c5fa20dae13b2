import { shortDigest } from "./short-digest.ts";

/**
 * A version's digest in full, its beginning set off: people compare that part, machines the whole.
 */
export function DigestText({ digest }: { digest: string }) {
  const short = shortDigest(digest);
  return (
    <code>
      <strong>{short}</strong>
      {digest.slice(short.length)}
    </code>
  );
}
