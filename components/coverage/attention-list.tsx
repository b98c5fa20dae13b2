import { RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";

export interface Check {
  id: string;
  name: string;
  about: string;
  /** How much there is to look into, "2 agents"; null for a clear check. */
  found: string | null;
  verb: "Review" | "Fix" | "Resolve";
  href: string;
}

/** The checks with findings, the worst first, and the clear checks folded. */
export function AttentionList({ checks }: { checks: Check[] }) {
  const open = checks.filter(({ found }) => found !== null);
  const clear = checks.filter(({ found }) => found === null);
  return (
    <>
      {open.length > 0 ? (
        <RowList className="first:border-t">
          {open.map(({ id, name, about, found, verb, href }) => (
            <li
              key={id}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-4 py-2.5 sm:px-5"
            >
              <div className="grid min-w-0 gap-0.5">
                <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
                  {name}
                  <span className="text-warning tabular-nums">{found}</span>
                </h3>
                <p className="text-[0.8125rem] text-muted-foreground">{about}</p>
              </div>
              <Link
                href={href}
                className="control-height inline-flex items-center rounded-md border bg-card px-3 font-medium text-sm hover:bg-muted"
              >
                {verb}
                <span className="sr-only"> {name}</span>
              </Link>
            </li>
          ))}
        </RowList>
      ) : null}
      {clear.length > 0 ? (
        <details className="group border-t">
          <summary className="control-height flex cursor-pointer items-center gap-2 px-4 text-muted-foreground text-sm hover:text-foreground sm:px-5">
            <Icon name="circle-check" className="text-success" />
            {clear.length === 1 ? "1 check is clear" : `${clear.length} checks are clear`}
          </summary>
          <ul className="grid gap-x-6 gap-y-1 px-4 pt-1 pb-4 text-[0.8125rem] sm:grid-cols-2 sm:px-5">
            {clear.map(({ id, name, about }) => (
              <li key={id}>
                <span className="font-medium">{name}</span>{" "}
                <span className="text-muted-foreground">{about}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
