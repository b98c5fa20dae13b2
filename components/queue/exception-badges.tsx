import type { ReactNode } from "react";
import { findingWords } from "#components/approval/unusual/finding-words.ts";
import { WordsText } from "#components/approval/unusual/words-text";
import { counted } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import type { Position } from "#lib/requests/unusual/amount-finding";
import type { ApprovedBefore } from "#lib/requests/unusual/finding";

const words: Record<Position, [long: string, short: string]> = {
  larger: ["Unusually large", "Large"],
  smaller: ["Unusually small", "Small"],
};

/** An amount larger or smaller than nearly every approved amount. */
export function UnusualBadge({ position }: { position: Position }) {
  const [long, short] = words[position];
  return (
    <Warning>
      <WordsForRoom short={short}>{long}</WordsForRoom>
    </Warning>
  );
}

/** The number of unusual amounts; nothing for 0. */
export function UnusualCount({ count }: { count: number }) {
  return count === 0 ? null : <Warning>{counted(count, "unusual amount")}</Warning>;
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <Badge variant="warning-outline" icon="triangle-alert">
      {children}
    </Badge>
  );
}

/** A short word on a narrow screen, with the full words for a screen reader. */
function WordsForRoom({ short, children }: { short: string; children: ReactNode }) {
  return (
    <>
      <span aria-hidden className="xl:hidden">
        {short}
      </span>
      <span className="max-xl:sr-only">{children}</span>
    </>
  );
}

/** An earlier approval of the same, and its result: "Carried out 22 min ago", "Repeat" in a row. */
export function RepeatBadge({ repeat, now }: { repeat: ApprovedBefore; now: Date }) {
  const { tone, short } = findingWords(repeat, "");
  return (
    <Badge variant={tone === "danger" ? "danger-outline" : "warning-outline"} icon="copy">
      <WordsForRoom short="Repeat">
        <WordsText words={short} now={now} />
      </WordsForRoom>
    </Badge>
  );
}

/** The numbers of requests carried out or approved before; nothing for 0. */
export function RepeatCount({ of: { count, done } }: { of: { count: number; done: number } }) {
  return (
    <>
      {done > 0 ? (
        <Badge variant="danger-outline" icon="copy">
          {done} already carried out
        </Badge>
      ) : null}
      {count > done ? (
        <Badge variant="warning-outline" icon="copy">
          {count - done} approved before
        </Badge>
      ) : null}
    </>
  );
}
