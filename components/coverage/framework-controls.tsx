import { Badge } from "#components/ui/badge";
import { BulletList } from "#components/ui/bullet-list";
import { Card, CardContent } from "#components/ui/card";
import type { Control, Framework } from "#lib/coverage/controls/control";
import type { Figure } from "#lib/coverage/figure";
import { controlAnchor, extents } from "./extents.ts";
import { figureText } from "./figure-text.ts";
import { NumberLink } from "./number-link.tsx";

interface Live {
  figures: Record<string, Pick<Figure, "name" | "unit" | "value" | "total">>;
  links: Record<string, { counted: string }>;
}

/** The controls of a published list, beside a table of contents that stays in view. */
export function FrameworkControls({ framework, ...live }: { framework: Framework } & Live) {
  return (
    <div className="gap-8 lg:grid lg:grid-cols-[14rem_minmax(0,1fr)] print:block">
      <Contents framework={framework} />
      <div className="grid content-start gap-3">
        <h2 className="sr-only">Controls</h2>
        {framework.controls.map((control) => (
          <ControlCard key={control.id} control={control} {...live} />
        ))}
      </div>
    </div>
  );
}

function Contents({ framework: { controls } }: { framework: Framework }) {
  return (
    <nav aria-label="Contents" className="mb-4 lg:mb-0 print:hidden">
      <ol className="grid gap-x-4 text-[0.8125rem] sm:grid-cols-2 lg:sticky lg:top-8 lg:max-h-[calc(100dvh-4rem)] lg:grid-cols-1 lg:overflow-y-auto">
        {controls.map((control) => (
          <li key={control.id}>
            <a
              href={`#${controlAnchor(control)}`}
              className="flex min-h-11 items-center rounded-md px-2 py-1 leading-4 hover:bg-muted lg:min-h-9"
            >
              <span>
                <span className="font-medium tabular-nums">{control.id}</span>{" "}
                <span className="text-muted-foreground">{control.name}</span>
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function ControlCard({ control, figures, links }: { control: Control } & Live) {
  const { word, variant } = extents[control.extent];
  return (
    <Card
      id={controlAnchor(control)}
      aria-label={`${control.id} ${control.name}`}
      className="scroll-mt-8 print:break-inside-avoid"
    >
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
      <BulletList items={points} className="list-disc pl-5" />
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
            <div
              key={id}
              className="flex flex-wrap items-center justify-between gap-x-4 border-b last:border-0 fine:py-1"
            >
              <dt>
                <a
                  href={`#figure-${id}`}
                  className="inline-flex min-h-11 items-center underline decoration-dotted decoration-1 underline-offset-3 fine:min-h-0"
                >
                  {figure.name}
                </a>
              </dt>
              <dd>
                {figure.value ? (
                  <NumberLink href={links[id]?.counted ?? ""}>{figureText(figure)}</NumberLink>
                ) : (
                  figureText(figure)
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
