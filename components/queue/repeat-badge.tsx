import { findingWords } from "#components/approval/unusual/finding-words.ts";
import { WordsText } from "#components/approval/unusual/words-text";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import type { ApprovedBefore } from "#lib/requests/unusual/finding";
import { WordsForRoom } from "./words-for-room.tsx";

/** That the same was approved before, and what became of it: "Carried out 22 min ago", "Repeat" in a row. */
export function RepeatBadge({ repeat, now }: { repeat: ApprovedBefore; now: Date }) {
  const { tone, short } = findingWords(repeat, "");
  return (
    <Badge variant={tone === "danger" ? "danger-outline" : "warning-outline"}>
      <Icon name="copy" />
      <WordsForRoom short="Repeat">
        <WordsText words={short} now={now} />
      </WordsForRoom>
    </Badge>
  );
}

/** How many of several requests were carried out or approved before; nothing for none. */
export function RepeatCount({ of: { count, done } }: { of: { count: number; done: number } }) {
  return (
    <>
      {done > 0 ? (
        <Badge variant="danger-outline">
          <Icon name="copy" />
          {done} already carried out
        </Badge>
      ) : null}
      {count > done ? (
        <Badge variant="warning-outline">
          <Icon name="copy" />
          {count - done} approved before
        </Badge>
      ) : null}
    </>
  );
}
