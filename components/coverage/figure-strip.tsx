import { Icon } from "#components/ui/icon";
import { NumberLink } from "./number-link.tsx";

export interface StripFigure {
  id: string;
  label: string;
  about: string;
  /** Null: no data. */
  value: string | null;
  /** The counted items, with a link to their list. Null without a list. */
  counted: { text: string; href: string } | null;
  /** Against the period before. Null: no number to compare with, or a figure of the current state. */
  change: string | null;
}

/** Figures side by side, each 104 px high: label, value, count and change. */
export function FigureStrip({ figures, period }: { figures: StripFigure[]; period: string }) {
  return (
    <ul className="grid grid-cols-[repeat(2,minmax(0,1fr))] gap-px overflow-hidden rounded-lg border bg-border md:grid-cols-3 xl:grid-cols-6">
      {figures.map((figure) => (
        <li key={figure.id} className="bg-card">
          <section aria-label={figure.label} className="grid h-full min-h-26 content-between gap-1 px-4 py-3">
            <div className="flex min-h-10 items-start justify-between gap-1">
              <h2 className="min-w-0 font-medium text-[0.8125rem] text-muted-foreground leading-5">
                {figure.label}
              </h2>
              <Definition id={figure.id} name={figure.label} about={figure.about} />
            </div>
            <p className="font-semibold text-xl tabular-nums leading-7">
              {figure.value ?? (
                <span className="font-normal text-base text-muted-foreground">No data yet</span>
              )}
            </p>
            <p className="flex flex-wrap gap-x-2 text-muted-foreground text-xs leading-4">
              {figure.counted ? (
                <NumberLink href={figure.counted.href}>{figure.counted.text}</NumberLink>
              ) : null}
              {figure.change ? (
                <span className="tabular-nums">
                  {figure.change}
                  <span className="sr-only"> against the {period} before</span>
                </span>
              ) : null}
            </p>
          </section>
        </li>
      ))}
    </ul>
  );
}

/** A figure's definition behind a button: a popover, without script. */
function Definition({ id, name, about }: { id: string; name: string; about: string }) {
  const popover = `about-${id}`;
  return (
    <>
      <button
        type="button"
        popoverTarget={popover}
        className="-my-3 -mr-3 grid size-11 shrink-0 place-items-center rounded-md text-muted-foreground hover:text-foreground md:-my-1.5 md:-mr-2 md:size-8"
      >
        <Icon name="info" />
        <span className="sr-only">About {name}</span>
      </button>
      <div id={popover} popover="auto" className="definition">
        <p className="font-medium text-foreground">{name}</p>
        <p>{about}</p>
      </div>
    </>
  );
}
