import { Tag } from "lucide-react";
import { Badge } from "#components/ui/badge";

/** The names that rules know an agent by. */
export function AgentLabels({ labels }: { labels: string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5" aria-label="Labels">
      {labels.map((label) => (
        <li key={label} className="min-w-0">
          <Badge variant="outline" className="max-w-full">
            <Tag aria-hidden />
            <span className="truncate">{label}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}
