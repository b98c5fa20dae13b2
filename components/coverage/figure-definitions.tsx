import { Card } from "#components/ui/card";

/** What each figure of a framework counts. */
export function FigureDefinitions({ figures }: { figures: { id: string; name: string; about: string }[] }) {
  return (
    <section aria-label="Figures" className="mt-8">
      <h2 className="mb-3 font-semibold text-base">Figures</h2>
      <Card>
        <dl className="divide-y">
          {figures.map(({ id, name, about }) => (
            <div key={id} id={`figure-${id}`} className="scroll-mt-8 px-4 py-2.5 sm:px-5">
              <dt className="font-medium">{name}</dt>
              <dd className="text-[0.8125rem] text-muted-foreground">{about}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </section>
  );
}
