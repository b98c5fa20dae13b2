import { counted } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import type { Position } from "#lib/requests/unusual/amount-finding";

/** That an amount is larger or smaller than nearly all that people approved before. */
export function UnusualBadge({ position }: { position: Position }) {
  return <Warning>{position === "larger" ? "Unusually large" : "Unusually small"}</Warning>;
}

/** How many of several requests have such an amount; nothing for none. */
export function UnusualCount({ count }: { count: number }) {
  return count === 0 ? null : <Warning>{counted(count, "unusual amount")}</Warning>;
}

function Warning({ children }: { children: string }) {
  return (
    <Badge variant="warning-outline">
      <Icon name="triangle-alert" />
      {children}
    </Badge>
  );
}
