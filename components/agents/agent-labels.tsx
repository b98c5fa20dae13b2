import { Badge } from "#components/ui/badge";
import { Icon } from "#components/ui/icon";

/** The names that rules know an agent by. */
export function AgentLabels({ labels }: { labels: string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5" aria-label="Labels">
      {labels.map((label) => (
        <li key={label} className="min-w-0">
          <Badge variant="outline" className="max-w-full">
            <Icon name="tag" />
            <span className="truncate">{label}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}
