import type { OriginView } from "#lib/passkeys/list-passkeys";

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

/** How a passkey was enrolled, and the person behind the invitation. */
function originWords({ via, issuedBy, isUnconfirmed }: OriginView): string {
  const from = issuedBy === null ? "" : ` from ${issuedBy}`;
  switch (via) {
    case "setup":
      return "Created when the workspace was set up";
    case "invitation":
      return `Created with an invitation link${from}`;
    case "recovery":
      return `Created with a recovery link${from}`;
    case "own":
      return isUnconfirmed
        ? `Added with a passkey from a link${from}`
        : "Added with another passkey of the same person";
  }
}

/** Whether a passkey was confirmed, and the person who confirmed; undefined if no confirmation is needed. */
function confirmationWords({ isUnconfirmed, isFounding, confirmed }: OriginView): string | undefined {
  if (isUnconfirmed) return isFounding ? "Counts on its own until there's a second admin" : "Not confirmed";
  switch (confirmed?.with) {
    case "own":
      return "Confirmed with another passkey of the same person";
    case "admin":
      return `Confirmed by ${confirmed.by ?? "another admin"}`;
    case "founding":
      return "Accepted as the second admin's first passkey";
    case "operator":
      return "Confirmed by the server operator";
    case undefined:
      return undefined;
  }
}
