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

/** How many of several requests were approved before; nothing for none. */
export function RepeatCount({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <Badge variant="warning-outline">
      <Icon name="copy" />
      {count} approved before
    </Badge>
  );
}
