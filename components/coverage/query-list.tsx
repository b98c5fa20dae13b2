import { Card, CardContent } from "#components/ui/card";

interface QueryEntry {
  id: string;
  name: string;
  about: string;
  query: { sql: string; params: readonly (string | number)[] };
}

/**
 * The query and its values behind each figure, so that a reader with database access can repeat it.
 */
export function QueryList({ queries }: { queries: QueryEntry[] }) {
  return (
    <section aria-label="Queries" className="grid gap-3 print:break-before-page">
      <header>
        <h2 className="font-semibold text-base">Queries</h2>
        <p className="text-[0.8125rem] text-muted-foreground">
          PostgreSQL queries against Countersign's own tables. IDs are time-ordered, so a bound such as evt_0…
          means “from this moment”.
        </p>
      </header>
      {queries.map(({ id, name, about, query }) => (
        <Card key={id} id={`figure-${id}`} aria-label={name} className="print:break-inside-avoid">
          <CardContent className="grid gap-2 pt-4">
            <h3 className="font-medium">{name}</h3>
            <p className="text-[0.8125rem] text-muted-foreground">{about}</p>
            <pre className="verbatim rounded-md border bg-muted px-3 py-2 font-mono text-xs leading-5">
              {query.sql}
            </pre>
            {query.params.length > 0 ? (
              <p className="font-mono text-muted-foreground text-xs [overflow-wrap:anywhere]">
                {query.params.map((value, index) => `$${index + 1} = ${value}`).join(", ")}
              </p>
            ) : null}
          </CardContent>
        </Card>
      ))}
    </section>
  );
}
