import { Banknote, CircleHelp, Eye, type LucideIcon, PencilLine, ServerCog, Trash2 } from "lucide-react";
import { Badge, type BadgeVariant } from "#components/ui/badge";

export type RiskWord = "read" | "write" | "spend" | "production" | "destructive" | "unknown";

const looks: Record<RiskWord, { icon: LucideIcon; word: string; variant: BadgeVariant }> = {
  read: { icon: Eye, word: "Read-only", variant: "default" },
  write: { icon: PencilLine, word: "Write", variant: "default" },
  spend: { icon: Banknote, word: "Financial", variant: "warning" },
  production: { icon: ServerCog, word: "Production", variant: "warning" },
  destructive: { icon: Trash2, word: "Destructive", variant: "danger" },
  unknown: { icon: CircleHelp, word: "Unclassified", variant: "warning" },
};

/** What kind of harm an action can do: icon and word, never colour alone. */
export function RiskBadge({ risk }: { risk: RiskWord | null }) {
  const { icon: Icon, word, variant } = looks[risk ?? "unknown"];
  return (
    <Badge variant={variant}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}

/** The words, for filters. */
export const riskWords = Object.entries(looks).map(([value, { word }]) => ({ value, word }));
