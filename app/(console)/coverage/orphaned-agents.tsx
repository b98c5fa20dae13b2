import type { coverageLinks } from "#app/web/query/coverage-links";
import { figureText } from "#components/coverage/figure-text.ts";
import { NumberLink } from "#components/coverage/share-card";
import { Card } from "#components/ui/card";
import type { Figures } from "#lib/coverage/measures";

/**
 * The number of orphaned agents, and how many of the agents have no key and could not request
 * anyway.
 */
export function OrphanedAgents({
  figures,
  links,
}: {
  figures: Figures;
  links: ReturnType<typeof coverageLinks>;
}) {
  const { ghosts: quarantined, agentsWithoutKey } = figures;
  return (
    <Card className="flex flex-col gap-2 p-4 sm:p-5" aria-label={quarantined.name}>
      <h2 className="font-medium text-muted-foreground text-sm">{quarantined.name}</h2>
      <p className="font-semibold text-3xl tabular-nums leading-9">
        {(quarantined.value ?? 0).toLocaleString("en")}
      </p>
      <p className="text-sm">
        <NumberLink href={links.ghosts.counted}>
          {quarantined.value ? "Resolve" : "None quarantined"}
        </NumberLink>
      </p>
      <p className="text-sm">
        <NumberLink href={links.agentsWithoutKey.counted}>{figureText(agentsWithoutKey)}</NumberLink> have no
        active key
      </p>
      <p className="text-[0.8125rem] text-muted-foreground">{quarantined.about}</p>
    </Card>
  );
}
