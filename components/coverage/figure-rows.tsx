import { Badge } from "#components/ui/badge";
import { RowList } from "#components/ui/row-list";
import { figureText } from "./figure-text.ts";
import { NumberLink } from "./share-card.tsx";

export interface FigureRow {
  id: string;
  figure: { name: string; about: string; unit: string; value: number | null; total: number | null };
  href: string;
  /** Shown next to a number above zero that a person has to look into. */
  alarm?: string;
}

/** Figures in rows: the name, the definition, and the number, which links to the list. */
export function FigureRows({ rows }: { rows: FigureRow[] }) {
  return (
    <RowList>
      {rows.map(({ id, figure, href, alarm }) => (
        <li key={id} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 px-4 py-3 sm:px-5">
          <div className="grid min-w-0 gap-0.5">
            <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
              {figure.name}
              {alarm && figure.value ? <Badge variant="warning">{alarm}</Badge> : null}
            </h3>
            <p className="text-[0.8125rem] text-muted-foreground">{figure.about}</p>
          </div>
          <p className="max-w-40 text-right">
            <NumberLink href={href}>{figureText(figure)}</NumberLink>
          </p>
        </li>
      ))}
    </RowList>
  );
}
