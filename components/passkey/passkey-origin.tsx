import type { OriginView } from "#lib/passkeys/list-passkeys";
import { confirmationWords, originWords } from "./origin-words.ts";

/** A line about a passkey's origin and confirmation. */
export function PasskeyOrigin({ origin }: { origin: OriginView }) {
  const [from, confirmation] = [originWords(origin), confirmationWords(origin)];
  return (
    <span className="block text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
      {from}
      {confirmation ? " · " : null}
      {confirmation ? (
        <span className={origin.isUnconfirmed ? "font-medium text-warning" : undefined}>{confirmation}</span>
      ) : null}
    </span>
  );
}
