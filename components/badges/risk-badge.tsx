import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";
import { riskLooks } from "#components/ui/looks.ts";
import { riskLabels } from "#lib/text/labels";

export type RiskWord = keyof typeof riskLabels;

/** What kind of harm an action can do: icon and word, never color alone. */
export function RiskBadge({ risk }: { risk: RiskWord | null }) {
  const { icon, variant } = riskLooks[risk ?? "unknown"];
  return (
    <Badge variant={variant}>
      <Icon name={icon} />
      {riskLabels[risk ?? "unknown"]}
    </Badge>
  );
}
