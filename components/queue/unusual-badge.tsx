import type { ReactNode } from "react";
import { counted } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { WordsForRoom } from "./words-for-room.tsx";

const words: Record<Position, [long: string, short: string]> = {
  larger: ["Unusually large", "Large"],
  smaller: ["Unusually small", "Small"],
};

/** That an amount is larger or smaller than nearly all that people approved before. */
export function UnusualBadge({ position }: { position: Position }) {
  const [long, short] = words[position];
  return (
    <Warning>
      <WordsForRoom short={short}>{long}</WordsForRoom>
    </Warning>
  );
}

/** How many of several requests have such an amount; nothing for none. */
export function UnusualCount({ count }: { count: number }) {
  return count === 0 ? null : <Warning>{counted(count, "unusual amount")}</Warning>;
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <Badge variant="warning-outline">
      <Icon name="triangle-alert" />
      {children}
    </Badge>
  );
}
