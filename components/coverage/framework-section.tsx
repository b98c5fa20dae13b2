import { Badge } from "#components/ui/badge";
import { Card, CardContent } from "#components/ui/card";
import type { Control, Framework } from "#lib/coverage/controls/control";
import { extents, frameworkId } from "./extents.ts";
import { figureText } from "./figure-text.ts";
import { NumberLink } from "./share-card.tsx";

interface Reported {
  name: string;
  unit: string;
  value: number | null;
  total: number | null;
}

interface Live {
  figures: Record<string, Reported>;
  links: Record<string, { counted: string }>;
}

/** A published list, control by control. */
export function FrameworkSection({ framework, ...live }: { framework: Framework } & Live) {
  return (
    <section id={frameworkId(framework)} aria-label={framework.title} className="grid gap-3">
      <header>
        <h2 className="font-semibold text-base">{framework.title}</h2>
        <p className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
          Version {framework.version}, {framework.source}
        </p>
      </header>
      {framework.controls.map((control) => (
        <ControlCard key={control.id} control={control} {...live} />
      ))}
    </section>
  );
}

function ControlCard({ control, figures, links }: { control: Control } & Live) {
  const { word, variant } = extents[control.extent];
  return (
    <Card aria-label={`${control.id} ${control.name}`} className="print:break-inside-avoid">
      <CardContent className="grid gap-3 pt-4">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <h3 className="min-w-0 max-w-prose font-medium">
            <span className="tabular-nums">{control.id}</span> {control.name}
          </h3>
          <Badge variant={variant}>{word}</Badge>
        </div>
        <div className="grid gap-x-8 gap-y-3 lg:grid-cols-2 print:grid-cols-2">
          <div className="grid content-start gap-3">
            <Points title="Controls" points={control.enforced} />
            <Points title="Gaps" points={control.gaps} />
          </div>
          <ControlFigures ids={control.figures} figures={figures} links={links} />
        </div>
      </CardContent>
    </Card>
  );
}

function Points({ title, points }: { title: string; points: string[] }) {
  if (points.length === 0) return null;
  return (
    <div>
      <h4 className="font-medium text-muted-foreground text-[0.8125rem]">{title}</h4>
      <ul className="list-disc pl-5">
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  );
}

function ControlFigures({ ids, figures, links }: { ids: string[] } & Live) {
  if (ids.length === 0) return null;
  return (
    <div>
      <h4 className="font-medium text-muted-foreground text-[0.8125rem]">Live data</h4>
      <dl className="grid gap-1">
        {ids.map((id) => {
          const figure = figures[id];
          if (!figure) return null;
          return (
            <div key={id} className="flex flex-wrap justify-between gap-x-4 border-b py-1 last:border-0">
              <dt>
                <a
                  href={`#figure-${id}`}
                  className="underline decoration-dotted decoration-1 underline-offset-3"
                >
                  {figure.name}
                </a>
              </dt>
              <dd>
                <NumberLink href={links[id]?.counted ?? ""}>{figureText(figure)}</NumberLink>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
